namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>What this library knows about a pattern.</summary>
internal enum PatternVerdict : byte
{
    /// <summary>The pattern means here what it means on the server.</summary>
    Understood,

    /// <summary>The server cannot compile the pattern, so it never matches.</summary>
    Invalid,

    /// <summary>The pattern is not understood here, but the server may understand it.</summary>
    Unknown,

    /// <summary>The pattern is larger than this process evaluates.</summary>
    TooLarge,
}
