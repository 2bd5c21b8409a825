using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore.Gates;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>The rule of Microsoft.FeatureManagement's feature tag, for components that apply it themselves.</summary>
internal readonly struct FeatureTag
{
    private readonly string[] _features;
    private readonly string[] _variants;
    private readonly RequirementType _requirement;
    private readonly bool _negate;

    private FeatureTag(string[] features, string[] variants, RequirementType requirement, bool negate)
    {
        _features = features;
        _variants = variants;
        _requirement = requirement;
        _negate = negate;
    }

    public static FeatureTag Parse(string? name, string? variant, RequirementType requirement, bool negate)
    {
        string[] features = Split(name);
        string[] variants = Split(variant);
        if (features.Length > 0 && variants.Length > 0)
        {
            CheckVariants(features, variants, requirement);
        }

        return new FeatureTag(features, variants, requirement, negate);
    }

    /// <param name="manager">Answers on or off, as for Microsoft's tag.</param>
    /// <param name="variantManager">Answers with variants.</param>
    public ValueTask<bool> IsOpenAsync(IFeatureManager manager, IVariantFeatureManager variantManager)
    {
        if (_features.Length == 0)
        {
            return new ValueTask<bool>(_negate);
        }

        return _variants.Length == 0
            ? new FeatureRequirement(_features, _requirement, _negate).IsMetAsync(manager, CancellationToken.None)
            : HasVariantAsync(variantManager);
    }

    private static string[] Split(string? list) => string.IsNullOrEmpty(list) ? [] : list.Split(',', StringSplitOptions.TrimEntries);

    private static void CheckVariants(string[] features, string[] variants, RequirementType requirement)
    {
        if (features.Length > 1)
        {
            throw new ArgumentException("Variant requires a single feature in Name.", nameof(features));
        }

        if (variants.Length > 1 && requirement == RequirementType.All)
        {
            throw new ArgumentException("A caller has at most one variant: when Variant lists several, Requirement must be Any.", nameof(requirement));
        }
    }

    private async ValueTask<bool> HasVariantAsync(IVariantFeatureManager manager)
    {
        Variant? assigned = await manager.GetVariantAsync(_features[0], CancellationToken.None).ConfigureAwait(false);
        return (assigned is not null && Array.IndexOf(_variants, assigned.Name) >= 0) != _negate;
    }
}
