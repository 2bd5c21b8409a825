using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>
/// Parses payloads, which are JSON in a string (protocol §9). Text that is not JSON stays text and is reported. Encrypted payloads are ignored.
/// </summary>
internal static class PayloadCompiler
{
    public static CompiledPayloads Compile(JsonElement flag, JsonElement filters, string key, CompiledVariants variants, CompilationState state)
    {
        if (flag.Member("has_encrypted_payloads"u8).IsTrue()
            || !filters.TryGetMember("payloads"u8, out JsonElement payloads)
            || payloads.ValueKind != JsonValueKind.Object)
        {
            return CompiledPayloads.None;
        }

        FlagPayload?[]? byVariant = null;
        for (int i = 0; i < variants.Keys.Length; i++)
        {
            if (Read(payloads, variants.Keys[i], key, state) is { } payload)
            {
                byVariant ??= new FlagPayload?[variants.Keys.Length];
                byVariant[i] = payload;
            }
        }

        return new CompiledPayloads(Read(payloads, "true", key, state), byVariant);
    }

    private static FlagPayload? Read(JsonElement payloads, string value, string key, CompilationState state)
    {
        FlagPayload? payload = FlagPayload.FromWire(payloads.Member(value), out bool isMalformed);
        if (isMalformed)
        {
            state.Report(key, LoadProblem.MalformedPayload, $"The payload of '{value}' is not JSON, so it is returned as text.");
        }

        return payload;
    }
}
