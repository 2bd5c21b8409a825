namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>A record for a payload, or for an object in one.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="TypeName">The record.</param>
/// <param name="IsWhole">Whether it is the whole payload.</param>
/// <param name="Members">Its properties.</param>
internal sealed record NamedRecord(NamedFlag Flag, string TypeName, bool IsWhole, IReadOnlyList<NamedMember> Members);
