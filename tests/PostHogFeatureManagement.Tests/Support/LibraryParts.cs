using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>What a <see cref="Library"/> is made with when a test cares; instances that share a clock and a cache make a fleet.</summary>
internal sealed record LibraryParts
{
    public ManualTimeProvider Clock { get; init; } = new();

    /// <summary>Registered before PostHog.</summary>
    public Action<IServiceCollection> Services { get; init; } = static _ => { };

    /// <summary>Settings in code, after those of the configuration.</summary>
    public Action<PostHogFeatureManagementOptions> Options { get; init; } = static _ => { };
}
