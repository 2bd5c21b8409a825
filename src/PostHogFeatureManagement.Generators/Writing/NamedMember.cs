using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>A property of a record.</summary>
/// <param name="Member">The member of the payload.</param>
/// <param name="Identifier">The property.</param>
/// <param name="RecordName">The record for the objects in it. Empty if there are none.</param>
internal sealed record NamedMember(PayloadMember Member, string Identifier, string RecordName);
