using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>The settings of a <see cref="GateHost"/>.</summary>
internal sealed record GateHostSettings(string Definitions)
{
    public string Environment { get; init; } = Environments.Staging;

    public bool Scoped { get; init; }

    /// <summary>Whether PostHog's servers decide, without definitions in the application.</summary>
    public bool Remote { get; init; }

    /// <summary>Whether the application listens on a port that a browser can open.</summary>
    public bool Listens { get; init; }

    public IEnumerable<KeyValuePair<string, string?>> Configuration { get; init; } = [];

    /// <summary>A JSON document with more configuration, as in a settings file.</summary>
    public string? ConfigurationJson { get; init; }

    /// <summary>The configuration that feature management reads flags from, if it is not the application's.</summary>
    public IConfiguration? FeatureConfiguration { get; init; }

    public Action<IFeatureManagementBuilder>? BeforePostHog { get; init; }

    public Action<IFeatureManagementBuilder>? AfterPostHog { get; init; }

    /// <summary>Changes the emulated PostHog's settings.</summary>
    public Action<PostHogEmulatorOptions>? Emulator { get; init; }

    /// <summary>Called with the emulated PostHog before the application starts.</summary>
    public Action<PostHogEmulator>? BeforeStart { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Whether the default pipeline includes the library's middleware.</summary>
    public bool UsePostHog { get; init; } = true;

    /// <summary>Replaces the default pipeline, which only runs the test's code.</summary>
    public Action<WebApplication>? Pipeline { get; init; }
}
