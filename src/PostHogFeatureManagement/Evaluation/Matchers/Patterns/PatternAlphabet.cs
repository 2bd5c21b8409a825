namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The characters in the texts that a translated pattern is for. A smaller alphabet gives a smaller and faster pattern.</summary>
internal enum PatternAlphabet : byte
{
    Ascii,

    /// <summary>Characters of one UTF-16 code unit.</summary>
    Basic,

    /// <summary>All characters, including those of two code units.</summary>
    Full,
}
