using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>The state that all endpoints share.</summary>
internal sealed class EmulatorState(DefinitionsStore definitions, KnownPersons persons, TimeProvider timeProvider)
{
    public DefinitionsStore Definitions { get; } = definitions;

    public KnownPersons Persons { get; } = persons;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public EmulatedEvaluation Evaluation { get; } = new(timeProvider);

    public FaultSwitch Faults { get; } = new(timeProvider);

    public RequestCounter Requests { get; } = new();

    public EventLog Events { get; } = new();
}
