namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>The kind of a property value after it was sent and the server has read it.</summary>
internal enum PropertyKind : byte
{
    /// <summary>A value whose form on the server is unknown.</summary>
    Unreadable,
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}
