using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>Who answers for a name that both PostHog and the configuration know (FM-15).</summary>
internal sealed class FlagPrecedenceRule(IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly FlagPrecedence _general = options.Value.FeatureManagement.Precedence;
    private readonly FrozenDictionary<string, FlagPrecedence> _byFlag =
        options.Value.FeatureManagement.PrecedenceByFlag.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether configuration never comes first, so that nobody has to ask.</summary>
    public bool IsAlwaysPostHogFirst => _general == FlagPrecedence.PostHogFirst && _byFlag.Count == 0;

    public bool IsConfigurationFirst(string name) =>
        _byFlag.GetValueOrDefault(name, _general) == FlagPrecedence.ConfigurationFirst;
}
