using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Flags;

/// <summary>Which layer answers first for a name that both PostHog and the configuration know (FM-15, FM-25).</summary>
internal sealed class FlagPrecedenceRule(IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly FlagPrecedence _general = options.Value.FeatureManagement.Precedence;
    private readonly FrozenDictionary<string, FlagPrecedence> _byFlag =
        options.Value.FeatureManagement.PrecedenceByFlag.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the configuration never comes first. No name then needs a lookup.</summary>
    public bool IsNeverConfigurationFirst { get; } =
        options.Value.FeatureManagement.Precedence != FlagPrecedence.ConfigurationFirst
        && !options.Value.FeatureManagement.PrecedenceByFlag.Values.Contains(FlagPrecedence.ConfigurationFirst);

    public bool IsConfigurationFirst(string name) => Of(name) == FlagPrecedence.ConfigurationFirst;

    /// <summary>Whether the configuration is never asked about the name.</summary>
    public bool IsPostHogOnly(string name) => Of(name) == FlagPrecedence.PostHogOnly;

    private FlagPrecedence Of(string name) => _byFlag.Count == 0 ? _general : _byFlag.GetValueOrDefault(name, _general);
}
