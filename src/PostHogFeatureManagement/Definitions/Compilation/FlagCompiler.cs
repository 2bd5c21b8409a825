using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>
/// Compiles one flag (protocol §3.5). A malformed flag stays in the set, undecided, so that flags that depend on it see it and other flags are not
/// affected (protocol §3.7).
/// </summary>
internal static class FlagCompiler
{
    private static readonly Aggregation UnknownGroup = new(IsGroup: true, GroupType: null, IsOwn: false);

    public static FlagDraft Compile(JsonElement flag, string key, int ordinal, CompilationState state)
    {
        try
        {
            return CompileReadable(flag, key, ordinal, state);
        }
        catch (InvalidOperationException)
        {
            // Lone surrogates and invalid UTF-8 show up only when the text is read.
            const string Detail = "It contains text that is not valid Unicode.";
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, Detail, state);
        }
    }

    private static FlagDraft CompileReadable(JsonElement flag, string key, int ordinal, CompilationState state)
    {
        flag.TryGetMember("filters"u8, out JsonElement filters);
        if (filters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'filters' is not an object.", state);
        }

        if (!IsKnownFormat(filters))
        {
            return Undecided(flag, key, ordinal, FlagReason.UnsupportedFormat, LoadProblem.UnsupportedFormat, "Its 'filters.version' is not 1.", state);
        }

        if (!VariantCompiler.TryCompile(filters, out CompiledVariants? variants))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'multivariate' cannot be read.", state);
        }

        var dependencies = new DependencyCollector();
        Aggregation aggregation = ReadAggregation(filters, key, state);
        if (!ConditionCompiler.TryCompile(filters, key, aggregation, variants, dependencies, state, out Condition[] conditions))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'filters.groups' is not an array.", state);
        }

        bool isActive = IsActive(flag);
        FlagReason? obstacle = isActive ? FindObstacle(flag, dependencies, state.Options) : null;
        if (obstacle == FlagReason.ExperienceContinuity)
        {
            state.Report(key, LoadProblem.ExperienceContinuity, "It keeps its value when a person signs in, and only PostHog's servers know that value.");
        }

        CompiledPayloads payloads = PayloadCompiler.Compile(flag, filters, key, variants, state);
        return new FlagDraft(
            new FlagDefinition
            {
                Key = key,
                Ordinal = ordinal,
                Id = flag.Member("id"u8).Integer(),
                Version = ReadVersion(flag),
                HasExperiment = flag.Member("has_experiment"u8).Boolean(),
                IsActive = isActive,
                IsExcluded = FlagExclusion.IsExcluded(flag, state.Options),
                IsServerOnly = FlagExclusion.IsServerOnly(flag),
                HasVariants = variants.Keys.Length > (variants.Holdout is null ? 0 : 1),
                HasPayloads = payloads.Any,
                Obstacle = obstacle,
                Conditions = conditions,
                UsesCohorts = dependencies.UsesCohorts,
                Aggregation = aggregation,
                BucketsByDevice = flag.TryGetText("bucketing_identifier"u8, out string? bucketing) && bucketing == "device_id",
                ExitsEarly = filters.Member("early_exit"u8).IsTrue(),
                EnrollmentProperty = filters.Member("feature_enrollment"u8).IsTrue() ? $"$feature_enrollment/{key}" : null,
                Holdout = variants.Holdout,
                HashPrefix = Encoding.UTF8.GetBytes($"{key}."),
                Variants = variants.Table,
                VariantKeys = variants.Keys,
                VariantPayloads = payloads.ByVariant,
                Payload = payloads.OfTrue,
            },
            dependencies);
    }

    private static FlagReason? FindObstacle(JsonElement flag, DependencyCollector dependencies, DefinitionsCompilerOptions options)
    {
        if (flag.Member("ensure_experience_continuity"u8).IsTrue())
        {
            return FlagReason.ExperienceContinuity;
        }

        return options.ActsAsServer && dependencies.HasUnreadableFilter ? FlagReason.MalformedDefinition : null;
    }

    private static FlagDraft Undecided(
        JsonElement flag,
        string key,
        int ordinal,
        FlagReason reason,
        LoadProblem problem,
        string detail,
        CompilationState state)
    {
        state.Report(key, problem, detail);
        var definition = new FlagDefinition
        {
            Key = key,
            Ordinal = ordinal,
            Id = flag.Member("id"u8).Integer(),
            Version = ReadVersion(flag),
            IsActive = IsActive(flag),
            Obstacle = IsActive(flag) && flag.Member("ensure_experience_continuity"u8).IsTrue() ? FlagReason.ExperienceContinuity : reason,
        };
        return new FlagDraft(definition, new DependencyCollector());
    }

    /// <summary>Returns whether the version is absent or the number 1, also written as 1.0. Anything else, such as true or "1", is another format.</summary>
    private static bool IsKnownFormat(JsonElement filters) =>
        !filters.TryGetMember("version"u8, out JsonElement version) || (version.Integer() is { } number && number == 1);

    private static bool IsActive(JsonElement flag) => flag.Member("active"u8).Boolean() ?? false;

    private static int? ReadVersion(JsonElement flag) =>
        flag.Member("version"u8).SmallInteger();

    private static Aggregation ReadAggregation(JsonElement filters, string key, CompilationState state)
    {
        if (!filters.TryGetMember("aggregation_group_type_index"u8, out JsonElement index))
        {
            return Aggregation.Person;
        }

        if (index.Integer() is { } number && state.GroupType(number) is { } type)
        {
            return new Aggregation(IsGroup: true, type, IsOwn: false);
        }

        state.Report(key, LoadProblem.UnknownGroupType, $"Group type {index} is not in 'group_type_mapping'.");
        return UnknownGroup;
    }
}
