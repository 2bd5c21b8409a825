using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>One flag (protocol §3.5). A malformed one is kept, undecided, so that its dependants see it and the others are not disturbed (§3.7).</summary>
internal static class FlagCompiler
{
    private static readonly Aggregation UnknownGroup = new(IsGroup: true, GroupType: null, IsOwn: false);

    public static FlagDraft Compile(JsonElement flag, string key, int ordinal, CompilationScope scope)
    {
        try
        {
            return CompileReadable(flag, key, ordinal, scope);
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair or invalid UTF-8 cannot be tested for, only read.
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "It contains text that is not valid Unicode.", scope);
        }
    }

    private static FlagDraft CompileReadable(JsonElement flag, string key, int ordinal, CompilationScope scope)
    {
        flag.TryGetMember("filters"u8, out JsonElement filters);
        if (filters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'filters' is not an object.", scope);
        }

        if (!IsKnownFormat(filters))
        {
            return Undecided(flag, key, ordinal, FlagReason.UnsupportedFormat, LoadProblem.UnsupportedFormat, "Its 'filters.version' is not 1.", scope);
        }

        if (!VariantCompiler.TryCompile(filters, out CompiledVariants? variants))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'multivariate' cannot be read.", scope);
        }

        var dependencies = new DependencyCollector();
        Aggregation aggregation = ReadAggregation(filters, key, scope);
        if (!ConditionCompiler.TryCompile(filters, key, aggregation, variants, dependencies, scope, out Condition[] conditions))
        {
            return Undecided(flag, key, ordinal, FlagReason.MalformedDefinition, LoadProblem.MalformedFlag, "Its 'filters.groups' is not an array.", scope);
        }

        bool isActive = IsActive(flag);
        FlagReason? obstacle = isActive && flag.IsTrue("ensure_experience_continuity"u8) ? FlagReason.ExperienceContinuity : null;
        if (obstacle is not null)
        {
            scope.Report(key, LoadProblem.ExperienceContinuity, "It keeps its value across sign-in, which only PostHog's servers can tell.");
        }

        CompiledPayloads payloads = PayloadCompiler.Compile(flag, filters, key, variants, scope);
        return new FlagDraft(
            new FlagDefinition
            {
                Key = key,
                Ordinal = ordinal,
                Id = flag.GetInteger("id"u8),
                Version = ReadVersion(flag),
                HasExperiment = flag.GetBoolean("has_experiment"u8),
                IsActive = isActive,
                IsExcluded = FlagExclusion.IsExcluded(flag, scope.Options),
                HasVariants = variants.Keys.Length > (variants.Holdout is null ? 0 : 1),
                HasPayloads = payloads.Any,
                Obstacle = obstacle,
                Conditions = conditions,
                Aggregation = aggregation,
                BucketsByDevice = flag.TryGetText("bucketing_identifier"u8, out string? bucketing) && bucketing == "device_id",
                ExitsEarly = filters.IsTrue("early_exit"u8),
                EnrollmentProperty = filters.IsTrue("feature_enrollment"u8) ? $"$feature_enrollment/{key}" : null,
                Holdout = variants.Holdout,
                HashPrefix = Encoding.UTF8.GetBytes($"{key}."),
                Variants = variants.Table,
                VariantKeys = variants.Keys,
                VariantPayloads = payloads.ByVariant,
                Payload = payloads.OfTrue,
            },
            dependencies);
    }

    private static FlagDraft Undecided(
        JsonElement flag,
        string key,
        int ordinal,
        FlagReason reason,
        LoadProblem problem,
        string detail,
        CompilationScope scope)
    {
        scope.Report(key, problem, detail);
        var definition = new FlagDefinition
        {
            Key = key,
            Ordinal = ordinal,
            Id = flag.GetInteger("id"u8),
            Version = ReadVersion(flag),
            IsActive = IsActive(flag),
            Obstacle = reason,
        };
        return new FlagDraft(definition, new DependencyCollector());
    }

    /// <summary>Absent or the number 1, also as 1.0; true and "1" are other formats.</summary>
    private static bool IsKnownFormat(JsonElement filters) =>
        !filters.TryGetMember("version"u8, out JsonElement version) || (version.TryGetInteger(out long number) && number == 1);

    private static bool IsActive(JsonElement flag) => flag.GetBoolean("active"u8) ?? false;

    private static int? ReadVersion(JsonElement flag) =>
        flag.GetInteger("version"u8) is { } version and >= int.MinValue and <= int.MaxValue ? (int)version : null;

    private static Aggregation ReadAggregation(JsonElement filters, string key, CompilationScope scope)
    {
        if (!filters.TryGetMember("aggregation_group_type_index"u8, out JsonElement index))
        {
            return Aggregation.Person;
        }

        if (index.TryGetInteger(out long number) && scope.GroupType(number) is { } type)
        {
            return new Aggregation(IsGroup: true, type, IsOwn: false);
        }

        scope.Report(key, LoadProblem.UnknownGroupType, $"Group type {index} is not in 'group_type_mapping'.");
        return UnknownGroup;
    }
}
