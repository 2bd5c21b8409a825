namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>The id of a table's stored form, and how many bytes that has. The bytes themselves are made when they are written.</summary>
internal sealed record StoredTableName(UInt128 Id, int Size);
