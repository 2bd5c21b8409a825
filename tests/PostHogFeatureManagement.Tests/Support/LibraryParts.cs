using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>The parts of a <see cref="Library"/> that a test can choose. Instances that share a clock and a cache form a fleet.</summary>
internal sealed record LibraryParts
{
    public ManualTimeProvider Clock { get; init; } = new();

    /// <summary>Registers services before PostHog.</summary>
    public Action<IServiceCollection> Services { get; init; } = static _ => { };

    /// <summary>Changes the options in code, after the configuration.</summary>
    public Action<PostHogFeatureManagementOptions> Options { get; init; } = static _ => { };
}
