using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>What a <see cref="GateHost"/> is made of.</summary>
internal sealed record GateHostSettings(string Definitions)
{
    public bool Scoped { get; init; }

    /// <summary>PostHog's servers decide; no definitions in the application.</summary>
    public bool Remote { get; init; }

    /// <summary>Whether it listens on a port for a browser to come to.</summary>
    public bool Listens { get; init; }

    public IEnumerable<KeyValuePair<string, string?>> Configuration { get; init; } = [];

    public Action<IFeatureManagementBuilder>? BeforePostHog { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Action<WebApplication>? Pipeline { get; init; }
}
