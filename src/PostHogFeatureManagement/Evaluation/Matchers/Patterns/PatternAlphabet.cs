namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Which texts a translated pattern is for: the fewer characters can occur, the smaller and faster it is.</summary>
internal enum PatternAlphabet : byte
{
    Ascii,

    /// <summary>Characters of one UTF-16 unit.</summary>
    Basic,

    /// <summary>All, those of two units included.</summary>
    Full,
}
