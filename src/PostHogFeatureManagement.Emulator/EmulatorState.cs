using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;
using PostHogFeatureManagement.Emulator.Protocol.Events;

namespace PostHogFeatureManagement.Emulator;

/// <summary>The state that all endpoints share.</summary>
internal sealed class EmulatorState(DefinitionsStore definitions, KnownPersons persons, TimeProvider waits, TimeProvider now)
{
    public DefinitionsStore Definitions { get; } = definitions;

    public KnownPersons Persons { get; } = persons;

    /// <summary>The folder with posthog-js. Null when there is none.</summary>
    public string? ScriptsFolder { get; init; }

    /// <summary>The clock for everything that waits.</summary>
    public TimeProvider Waits { get; } = waits;

    public KeptIds KeptIds { get; } = new();

    /// <summary>The clock that flags see.</summary>
    public TimeProvider Clock { get; } = now;

    public EmulatedEvaluation Evaluation { get; } = new(now);

    public EmulatedTracing Tracing { get; } = new(now);

    public FaultSwitch Faults { get; } = new(waits);

    public RequestCounter Requests { get; } = new();

    public EventLog Events { get; } = new();

    /// <summary>The server's answer for a caller of any runtime, whom the server may know by an earlier id.</summary>
    public EmulatedAnswer AnswerFor(DefinitionsSnapshot definitions, EmulatedFlag flag, PostHogContext caller) =>
        Evaluation.Evaluate(definitions.ServerFlags, flag, KeptIds.Apply(flag, caller));
}
