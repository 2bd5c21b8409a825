using System.Text.Json.Nodes;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Flags;

/// <summary>One version of the definitions, and the engine's answers from it.</summary>
internal sealed class FlagVersion
{
    private static readonly FlagEvaluator Engine = new(TimeProvider.System);

    private readonly FlagSet _local;
    private readonly FlagSet _server;

    public FlagVersion(int number, JsonObject document, TimeSpan at)
    {
        Number = number;
        At = at;
        Json = document.ToJsonString();
        DefinitionsSnapshot snapshot = DefinitionsSnapshot.Create(document, out string? problem) ?? throw new InvalidOperationException(problem);
        _local = CompiledFlags.From(snapshot.Utf8);
        _server = snapshot.ServerFlags;
    }

    public int Number { get; }

    public string Json { get; }

    /// <summary>From when on PostHog may have had it.</summary>
    public TimeSpan At { get; }

    /// <summary>Until when PostHog may have had it.</summary>
    public TimeSpan Until { get; set; } = TimeSpan.MaxValue;

    /// <summary>What an application decides by itself: the variant, "true" or "false". Null if it has to ask PostHog's servers.</summary>
    public string? Decide(string key, PostHogContext caller) => Text(_local, key, caller, isServer: false);

    /// <summary>What PostHog's servers decide. Null if they leave the flag out, because it is switched off.</summary>
    public string? DecideAsServer(string key, PostHogContext caller)
    {
        string? text = Text(_server, key, caller, isServer: true);
        return _server.Named(key).IsActive ? text : null;
    }

    private static string? Text(FlagSet flags, string key, PostHogContext caller, bool isServer)
    {
        FlagEvaluation evaluation = Engine.Evaluate(flags, flags.Named(key), caller, propertiesAreComplete: isServer);
        return !evaluation.IsConclusive ? null : !evaluation.IsEnabled ? "false" : evaluation.Variant ?? "true";
    }
}
