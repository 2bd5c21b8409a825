using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The configured flags without variants and telemetry, for when the manager around this one assigns the one and publishes the other: each is to happen once.</summary>
internal sealed class FiltersOnly(ConfigurationCatalog catalog) : IFeatureDefinitionProvider
{
    public async Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
    {
        FeatureDefinition? whole = await catalog.FindAsync(featureName).ConfigureAwait(false);
        return whole is null
            ? whole!
            : new FeatureDefinition { Name = whole.Name, EnabledFor = whole.EnabledFor, RequirementType = whole.RequirementType, Status = whole.Status };
    }

    public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => catalog.Provider.GetAllFeatureDefinitionsAsync();
}
