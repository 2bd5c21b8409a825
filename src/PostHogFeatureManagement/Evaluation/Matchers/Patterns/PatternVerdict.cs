namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>What this library knows about a pattern.</summary>
internal enum PatternVerdict : byte
{
    /// <summary>The pattern was translated and means the same as on the server.</summary>
    Understood,

    /// <summary>The server cannot compile the pattern, so it never matches.</summary>
    Invalid,

    /// <summary>The pattern was not translated, but the server may understand it.</summary>
    Unknown,
}
