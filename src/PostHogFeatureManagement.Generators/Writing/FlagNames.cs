namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>All identifiers of the generated code.</summary>
/// <param name="Flags">The flags.</param>
/// <param name="Records">The records for payloads. None unless the project wants them.</param>
/// <param name="PayloadReader">The class that reads payloads.</param>
internal sealed record FlagNames(IReadOnlyList<NamedFlag> Flags, IReadOnlyList<NamedRecord> Records, string PayloadReader);
