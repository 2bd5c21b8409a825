using Microsoft.CodeAnalysis;
using PostHogFeatureManagement.Generators.Configuration;
using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>The features that are known while an application is compiled: PostHog's flags, configured ones, and constants that were added by hand.</summary>
internal sealed class KnownFeatures
{
    private readonly Dictionary<string, TypedFlag> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypedFlag> _flagsIgnoringCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _configured = new(StringComparer.OrdinalIgnoreCase);
    private readonly FlagConstants _constants;

    public KnownFeatures(IEnumerable<FlagFile> files, IEnumerable<ConfigurationFile> configuration, FlagConstants constants)
    {
        _constants = constants;
        foreach (FlagFile file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            IsComplete &= !file.Problems.Any(static problem => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error);
            foreach (TypedFlag flag in file.Flags)
            {
                Add(_flags, flag);
                Add(_flagsIgnoringCase, flag);
            }
        }

        _configured.UnionWith(configuration.SelectMany(static file => file.Names));
    }

    /// <summary>Whether a name that is not here is unknown. Not when a file cannot be read: that is reported.</summary>
    public bool IsComplete { get; } = true;

    public FlagConstants Constants => _constants;

    public TypedFlag? FlagOf(string name) => _flags.TryGetValue(name, out TypedFlag flag) ? flag : null;

    /// <summary>The first flag for this audience, in the order of the keys.</summary>
    public TypedFlag? FirstFor(FlagAudience audience) =>
        _flags.Values.Where(flag => flag.Audience == audience).OrderBy(static flag => flag.Key, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>PostHog's flag in another letter case, when nothing has exactly this name.</summary>
    public TypedFlag? OtherCaseOf(string name) =>
        !_flags.ContainsKey(name) && !IsConfigured(name) && _flagsIgnoringCase.TryGetValue(name, out TypedFlag flag) ? flag : null;

    public bool IsConfigured(string name) => _configured.Contains(name) || _constants.Contains(name);

    public bool IsUnknown(string name) => IsComplete && !_flagsIgnoringCase.ContainsKey(name) && !IsConfigured(name);

    /// <summary>Whether PostHog lacks the flag, whatever the configuration has.</summary>
    public bool IsUnknownToPostHog(string name) => IsComplete && !_flagsIgnoringCase.ContainsKey(name);

    public string? NearestTo(string name) => NearestName.Find(name, _flags.Keys.Concat(_configured));

    public string? NearestFlagTo(string name) => NearestName.Find(name, _flags.Keys);

    /// <summary>
    /// The flag, if it can never give this variant. The configuration may have other variants, and a flag without variants gives <c>true</c> with its payload.
    /// </summary>
    public TypedFlag? FlagWithout(string variant, string name, StringComparison comparison = StringComparison.Ordinal) =>
        FlagOf(name) is { } flag
        && !_configured.Contains(name)
        && !flag.Variants.Any(known => known.Key.Equals(variant, comparison))
        && !(flag is { Variants.Count: 0, Payload: not null } && variant == "true")
            ? flag
            : null;

    private static void Add(Dictionary<string, TypedFlag> flags, TypedFlag flag)
    {
        if (!flags.ContainsKey(flag.Key))
        {
            flags.Add(flag.Key, flag);
        }
    }
}
