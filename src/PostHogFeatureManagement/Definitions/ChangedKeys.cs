using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Finds the flags whose answers may differ between two versions of the definitions. It compares the bytes of each flag, not what they mean.</summary>
internal static class ChangedKeys
{
    private const string Cohorts = "cohorts";
    private static readonly string[] SettingsOfAllFlags = ["property_matching_version", "group_type_mapping"];

    public static IReadOnlyCollection<string> Between(DefinitionsSnapshot? before, DefinitionsSnapshot? after)
    {
        if (before is null || after is null)
        {
            return [.. KeysOf((before ?? after)?.FlagSet ?? FlagSet.Empty)];
        }

        DefinitionsDocument old = Scan(before);
        DefinitionsDocument current = Scan(after);
        if (SettingsOfAllFlags.Any(setting => Differs(setting, old, current)))
        {
            return new HashSet<string>([.. KeysOf(before.FlagSet), .. KeysOf(after.FlagSet)], StringComparer.Ordinal);
        }

        HashSet<string> changed = Compare(old, current);
        bool haveCohortsChanged = Differs(Cohorts, old, current);
        AddAffected(before.FlagSet, haveCohortsChanged, changed);
        AddAffected(after.FlagSet, haveCohortsChanged, changed);
        return changed;
    }

    private static DefinitionsDocument Scan(DefinitionsSnapshot snapshot)
    {
        var document = new DefinitionsDocument(LenientJson.WithoutMark(snapshot.Content.Body));
        document.Scan(new CompilationState(new DefinitionsCompilerOptions()));
        return document;
    }

    private static bool Differs(string setting, DefinitionsDocument old, DefinitionsDocument current) =>
        !old.Setting(setting).SequenceEqual(current.Setting(setting));

    private static HashSet<string> Compare(DefinitionsDocument old, DefinitionsDocument current)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var earlier = new Dictionary<string, Range>(StringComparer.Ordinal);
        foreach (FlagLocation flag in old.Flags)
        {
            earlier.TryAdd(flag.Key, flag.Range);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (FlagLocation flag in current.Flags)
        {
            if (seen.Add(flag.Key) && !(earlier.TryGetValue(flag.Key, out Range range) && old.Bytes(range).SequenceEqual(current.Bytes(flag.Range))))
            {
                changed.Add(flag.Key);
            }
        }

        changed.UnionWith(earlier.Keys.Where(key => !seen.Contains(key)));
        return changed;
    }

    /// <summary>Adds the flags that use cohorts, if these have changed, and the flags that depend on a changed one.</summary>
    private static void AddAffected(FlagSet flags, bool haveCohortsChanged, HashSet<string> changed)
    {
        foreach (int ordinal in flags.EvaluationOrder)
        {
            FlagDefinition flag = flags[ordinal];
            if ((haveCohortsChanged && flag.UsesCohorts) || DependsOn(flags, flag, changed))
            {
                changed.Add(flag.Key);
            }
        }
    }

    private static bool DependsOn(FlagSet flags, FlagDefinition flag, HashSet<string> changed) =>
        flag.Dependencies.Order is { } dependencies
            ? dependencies.Any(dependency => changed.Contains(flags[dependency].Key))
            : changed.Count > 0;

    private static IEnumerable<string> KeysOf(FlagSet flags) => Enumerable.Range(0, flags.Count).Select(ordinal => flags[ordinal].Key);
}
