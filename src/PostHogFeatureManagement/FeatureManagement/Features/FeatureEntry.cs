using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>
/// One flag as Microsoft.FeatureManagement sees it, for one version of the definitions. All checks of a flag that can only be on or off share one definition
/// object. For any other flag, each check gets its own <see cref="PerCheckDefinition"/>, and the filter puts the variant into it.
/// </summary>
internal sealed class FeatureEntry
{
    private readonly Task<FeatureDefinition>? _shared;
    private readonly bool _telemetry;

    /// <param name="flagKey">The flag's key in PostHog. When only the servers know the flag, the name as the application writes it.</param>
    /// <param name="name">The name that Microsoft.FeatureManagement uses.</param>
    /// <param name="flag">The flag. Null when only the servers may know it.</param>
    /// <param name="definitions">The definitions. Null when there are none.</param>
    /// <param name="needsOwnDefinition">Whether each check needs its own definition.</param>
    /// <param name="telemetry">Whether Microsoft.FeatureManagement publishes an evaluation event for the flag.</param>
    public FeatureEntry(string flagKey, string name, FlagDefinition? flag, DefinitionsSnapshot? definitions, bool needsOwnDefinition, bool telemetry)
    {
        FlagKey = flagKey;
        Name = name;
        Flag = flag;
        Definitions = definitions;
        _telemetry = telemetry;
        if (!needsOwnDefinition && !telemetry)
        {
            _shared = Task.FromResult(new FeatureDefinition { Name = name, EnabledFor = [new FeatureFilterConfiguration { Name = PostHogFilter.Alias, ParametersObject = this }] });
        }
    }

    public string Name { get; }

    /// <summary>The layer that the name belongs to.</summary>
    public FlagOwner Owner { get; init; }

    public string FlagKey { get; }

    /// <summary>Null when PostHog's servers decide, because there are no definitions or they lack the flag.</summary>
    public FlagDefinition? Flag { get; }

    public DefinitionsSnapshot? Definitions { get; }

    private VariantDeliveries Deliveries => field ??= new VariantDeliveries();

    /// <summary>The variant of an answer about this flag. Null when the answer has none.</summary>
    public Variant? ToVariant(in FlagAnswer answer) => answer.ConfiguredAnswer as Variant ?? DeliveryOf(answer)?.ToVariant();

    /// <summary>The same for Microsoft's manager. When a flag without variants has a payload, its variant is named <c>true</c> (FM-10).</summary>
    public VariantDelivery? DeliveryOf(in FlagAnswer answer)
    {
        if (answer.ConfiguredAnswer is Variant configured)
        {
            return VariantDelivery.Of(configured);
        }

        FlagResult result = answer.Result;
        string? name = result.IsEnabled ? result.Variant ?? (result.PayloadObject is null ? null : "true") : null;
        if (name is null || !result.HasValue)
        {
            return null;
        }

        return result.Source is FlagSource.Local or FlagSource.File
            ? Deliveries.Get(FlagKey, name, result.PayloadObject)
            : VariantDelivery.ForAnswer(FlagKey, name, result.PayloadObject);
    }

    /// <param name="isOverridden">Whether the check may get an overridden value, which can be a variant that the flag does not have.</param>
    public Task<FeatureDefinition> GetDefinitionAsync(bool isOverridden = false) => (isOverridden ? null : _shared) ?? Task.FromResult<FeatureDefinition>(new PerCheckDefinition(this, _telemetry));
}
