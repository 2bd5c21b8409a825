using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>What a <see cref="ComparedHost"/> is made of.</summary>
/// <param name="Configuration">The application's configuration, a JSON document.</param>
/// <param name="Features">The configured flags to ask for.</param>
internal sealed record ComparedHostSettings(string Configuration, params string[] Features)
{
    public bool Scoped { get; init; }

    /// <summary>What PostHog has. By default it has nothing that the configuration has.</summary>
    public string Definitions { get; init; } = FlagJson.Set(FlagJson.On("unrelated"));

    public Action<IFeatureManagementBuilder>? BeforePostHog { get; init; }

    public Action<IFeatureManagementBuilder>? AfterPostHog { get; init; }
}
