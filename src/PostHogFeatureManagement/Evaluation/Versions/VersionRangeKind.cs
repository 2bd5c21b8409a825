namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>Which versions a bound allows.</summary>
internal enum VersionRangeKind : byte
{
    /// <summary>All releases.</summary>
    Any,

    /// <summary>The same minor version from the bound on.</summary>
    Tilde,

    /// <summary>What the bound is compatible with: the same leftmost number that is not zero.</summary>
    Caret,

    /// <summary>The numbers before the star.</summary>
    Wildcard,
}
