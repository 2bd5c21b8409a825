namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>What a property value is once it has gone over the wire and the server has read it.</summary>
internal enum PropertyKind : byte
{
    /// <summary>A value whose form on the server is not known here.</summary>
    Unreadable,
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}
