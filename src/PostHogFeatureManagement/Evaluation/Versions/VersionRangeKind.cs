namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>The versions that a bound allows.</summary>
internal enum VersionRangeKind : byte
{
    /// <summary>All releases.</summary>
    Any,

    /// <summary>The bound and later versions with the same minor version.</summary>
    Tilde,

    /// <summary>The bound and later versions with the same leftmost nonzero number.</summary>
    Caret,

    /// <summary>The versions with the numbers before the star.</summary>
    Wildcard,
}
