using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Reads <c>multivariate</c> and <c>holdout</c>.</summary>
internal static class VariantCompiler
{
    public static bool TryCompile(JsonElement filters, [NotNullWhen(true)] out CompiledVariants? variants)
    {
        variants = null;
        var keys = new List<string>();
        var weights = new List<double>();
        var slots = new List<int>();
        if (filters.TryGetMember("multivariate"u8, out JsonElement multivariate) && !TryReadVariants(multivariate, keys, weights, slots))
        {
            return false;
        }

        VariantTable table = weights.Count == 0 ? VariantTable.None : new VariantTable([.. weights], [.. slots]);
        Holdout? holdout = ReadHoldout(filters, keys);
        variants = new CompiledVariants(table, [.. keys], holdout);
        return true;
    }

    private static bool TryReadVariants(JsonElement multivariate, List<string> keys, List<double> weights, List<int> slots)
    {
        if (multivariate.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (!multivariate.TryGetMember("variants"u8, out JsonElement variants))
        {
            return true;
        }

        if (variants.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        if (variants.GetArrayLength() >= Verdict.MaxVariants)
        {
            return false;
        }

        foreach (JsonElement variant in variants.EnumerateArray())
        {
            if (!variant.TryGetText("key"u8, out string? key)
                || !variant.TryGetMember("rollout_percentage"u8, out JsonElement weight)
                || weight.ValueKind != JsonValueKind.Number
                || !weight.TryGetDouble(out double percentage))
            {
                return false;
            }

            weights.Add(percentage);

            // A variant without a name gives true without a variant (conformance README).
            slots.Add(key.Length == 0 ? Verdict.NoVariant : keys.Count);
            if (key.Length > 0)
            {
                keys.Add(key);
            }
        }

        return true;
    }

    /// <summary>Reads the holdout. One without an ID does not count, and the older form <c>holdout_groups</c> is ignored (protocol §5.2).</summary>
    private static Holdout? ReadHoldout(JsonElement filters, List<string> keys)
    {
        if (!filters.TryGetMember("holdout"u8, out JsonElement holdout)
            || holdout.Member("id"u8).Integer() is not { } id
            || !holdout.TryGetMember("exclusion_percentage"u8, out JsonElement exclusion)
            || exclusion.ValueKind != JsonValueKind.Number
            || !exclusion.TryGetDouble(out double percentage))
        {
            return null;
        }

        keys.Add(string.Create(CultureInfo.InvariantCulture, $"holdout-{id}"));
        return new Holdout(new Rollout(Math.Clamp(percentage, 0, 100)), keys.Count - 1);
    }
}
