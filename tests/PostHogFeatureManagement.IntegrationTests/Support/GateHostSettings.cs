using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

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

    /// <summary>A JSON document with more configuration, as it would stand in a file.</summary>
    public string? ConfigurationJson { get; init; }

    /// <summary>Where feature management reads flags from when it is not the application's whole configuration.</summary>
    public IConfiguration? FeatureConfiguration { get; init; }

    public Action<IFeatureManagementBuilder>? BeforePostHog { get; init; }

    public Action<IFeatureManagementBuilder>? AfterPostHog { get; init; }

    /// <summary>What happens to PostHog before the application starts.</summary>
    public Action<PostHogEmulator>? BeforeStart { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Whether the default pipeline has the library's middleware in it.</summary>
    public bool UsePostHog { get; init; } = true;

    /// <summary>An own pipeline instead of the default one, which only runs the test's code.</summary>
    public Action<WebApplication>? Pipeline { get; init; }
}
