namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B7: local mode, with definitions in the process.</summary>
internal sealed class LocalGate() : GateCostRow("B7", isLocal: true, 1.2);
