namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>What is known about a pattern.</summary>
internal enum PatternVerdict : byte
{
    /// <summary>Translated: it means the same here as on the server.</summary>
    Understood,

    /// <summary>The server cannot compile it either: it never matches.</summary>
    Invalid,

    /// <summary>The server may understand it; it is not translated here.</summary>
    Unknown,
}
