namespace PostHogFeatureManagement.Generators.Files;

/// <summary>What a part of a payload is.</summary>
internal enum PayloadKind
{
    /// <summary>The file does not say, because the payload has null there.</summary>
    Unknown,

    Text,
    Number,
    Boolean,
    List,
    Object,

    /// <summary>Sometimes this and sometimes that.</summary>
    Mixed,
}
