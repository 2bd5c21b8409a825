using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Runs the recorded evaluations (Fixtures/Conformance/README.md) against the engine.</summary>
internal sealed class Conformance(FlagEvaluator evaluator)
{
    public int Agreed { get; private set; }

    public int Choices { get; private set; }

    public int AnsweredAsServer { get; private set; }

    public List<string> Differences { get; } = [];

    public static string Folder => Environment.GetEnvironmentVariable("POSTHOG_CONFORMANCE_DIR") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "Fixtures", "Conformance");

    public void RunFolder(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            string file = Path.GetFileName(path);
            if (document.RootElement.TryGetProperty("vectors", out JsonElement vectors))
            {
                RunHashes(file, vectors);
            }

            foreach (JsonElement @case in Elements(document.RootElement, "cases"))
            {
                RunCase($"{file}: {@case.GetProperty("name").GetString()}", @case);
            }
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement array) ? array.EnumerateArray() : [];

    private void RunHashes(string file, JsonElement vectors)
    {
        foreach (JsonElement vector in vectors.EnumerateArray())
        {
            string subject = vector.GetProperty("distinct_id").GetString()!;
            byte[] prefix = vector.GetProperty("kind").GetString() == "holdout"
                ? Bucketing.HoldoutPrefix.ToArray()
                : System.Text.Encoding.UTF8.GetBytes(vector.GetProperty("key").GetString() + ".");
            byte[] salt = System.Text.Encoding.UTF8.GetBytes(vector.GetProperty("salt").GetString()!);
            double hash = Bucketing.Hash(prefix, subject, salt);
            string bits = BitConverter.DoubleToInt64Bits(hash).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
            Count(bits == vector.GetProperty("bits").GetString(), $"{file}: {vector.GetProperty("hash_input")} is {bits}");
        }
    }

    private void RunCase(string name, JsonElement @case)
    {
        byte[] definitions = JsonSerializer.SerializeToUtf8Bytes(@case.GetProperty("definitions"));
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(definitions, new DefinitionsCompilerOptions());
        foreach (JsonElement evaluation in @case.GetProperty("evaluations").EnumerateArray())
        {
            if (compilation.FlagSet is null)
            {
                Count(false, $"{name}: {compilation.Error}");
                continue;
            }

            RunEvaluation(name, compilation.FlagSet, evaluation);
        }
    }

    private void RunEvaluation(string name, FlagSet set, JsonElement evaluation)
    {
        string key = evaluation.GetProperty("flag").GetString()!;
        FlagEvaluation actual = set.TryGetFlag(key, out FlagDefinition? flag)
            ? evaluator.Evaluate(set, flag, ConformanceContext.Read(evaluation))
            : new FlagEvaluation(FlagOutcome.Inconclusive, FlagReason.FlagNotFound);
        string answer = Describe(actual);
        bool isRight;
        bool isFirst;
        string wanted;
        if (evaluation.TryGetProperty("accept", out JsonElement accept))
        {
            JsonElement[] accepted = [.. accept.EnumerateArray()];
            isFirst = IsSame(actual, accepted[0]);
            isRight = accepted.Any(one => IsSame(actual, one));
            wanted = accept.GetRawText();
            Choices++;
            AnsweredAsServer += isFirst ? 1 : 0;
        }
        else
        {
            JsonElement expected = evaluation.GetProperty("expected");
            wanted = expected.GetRawText();
            isRight = isFirst = IsSame(actual, expected);
        }

        if (isRight && isFirst && evaluation.TryGetProperty("payload", out JsonElement payload))
        {
            string actualPayload = actual.Payload?.Json.GetRawText() ?? "null";
            isRight = JsonElement.DeepEquals(payload, actual.Payload?.Json ?? JsonElement.Parse("null"));
            wanted = isRight ? wanted : $"payload {payload.GetRawText()} instead of {actualPayload}";
        }

        if (isRight && actual.IsConclusive && evaluation.TryGetProperty("reason", out JsonElement reason) && !IsSameReason(actual, reason))
        {
            isRight = false;
            wanted = $"reason {reason.GetRawText()} instead of condition {actual.ConditionIndex}";
        }

        Count(isRight, $"{name}: {evaluation.GetRawText()}: {answer} ({actual.Reason}), expected {wanted}");
    }

    private static bool IsSame(in FlagEvaluation actual, JsonElement expected) => expected.ValueKind switch
    {
        JsonValueKind.Null => !actual.IsConclusive,
        JsonValueKind.String => actual.IsEnabled && actual.Variant == expected.GetString(),
        _ => actual.IsConclusive && actual.Variant is null && actual.IsEnabled == expected.GetBoolean(),
    };

    private static bool IsSameReason(in FlagEvaluation actual, JsonElement expected) =>
        actual.Reason == ReasonCodes.ToReason(expected.GetProperty("code").GetString())
        && actual.ConditionIndex == (Index(expected.GetProperty("condition_index")));

    private static int Index(JsonElement index) => index.ValueKind == JsonValueKind.Number ? index.GetInt32() : FlagEvaluation.NoCondition;

    private static string Describe(in FlagEvaluation evaluation) =>
        evaluation.IsConclusive ? evaluation.Variant ?? (evaluation.IsEnabled ? "true" : "false") : "null";

    private void Count(bool isRight, string difference)
    {
        if (isRight)
        {
            Agreed++;
        }
        else
        {
            Differences.Add(difference);
        }
    }
}
