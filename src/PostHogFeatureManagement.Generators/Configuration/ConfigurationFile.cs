namespace PostHogFeatureManagement.Generators.Configuration;

/// <summary>What an <c>appsettings.json</c> says about features.</summary>
internal sealed record ConfigurationFile(IReadOnlyList<string> Names, IReadOnlyList<FilterUse> Filters);
