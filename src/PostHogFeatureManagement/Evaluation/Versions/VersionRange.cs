namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>A version requirement with one bound, as in Rust's semver crate (protocol §6.5). Minor and patch are optional.</summary>
internal sealed record VersionRange(VersionRangeKind Kind, ulong Major, ulong? Minor, ulong? Patch, string PreRelease)
{
    public bool Includes(in SemanticVersion version)
    {
        bool isWithin = Kind switch
        {
            VersionRangeKind.Any => true,
            VersionRangeKind.Tilde => IsWithinTilde(version),
            VersionRangeKind.Caret => IsWithinCaret(version),
            _ => IsWithinWildcard(version),
        };
        return isWithin && (version.PreRelease.IsEmpty || AllowsPreReleaseOf(version));
    }

    /// <summary>A pre-release matches only when the bound is a pre-release of the same three numbers.</summary>
    private bool AllowsPreReleaseOf(in SemanticVersion version) =>
        PreRelease.Length > 0 && version.Major == Major && version.Minor == Minor && version.Patch == Patch;

    private bool IsWithinTilde(in SemanticVersion version)
    {
        if (version.Major != Major || (Minor is not null && version.Minor != Minor))
        {
            return false;
        }

        if (Patch is not null && version.Patch != Patch)
        {
            return version.Patch > Patch;
        }

        return IsAtLeastPreRelease(version);
    }

    private bool IsWithinCaret(in SemanticVersion version)
    {
        if (version.Major != Major)
        {
            return false;
        }

        if (Minor is null)
        {
            return true;
        }

        if (Patch is null)
        {
            return Major > 0 ? version.Minor >= Minor : version.Minor == Minor;
        }

        if (Major > 0 && version.Minor != Minor)
        {
            return version.Minor > Minor;
        }

        if (version.Minor != Minor)
        {
            return false;
        }

        if (version.Patch != Patch)
        {
            return (Major > 0 || Minor > 0) && version.Patch > Patch;
        }

        return IsAtLeastPreRelease(version);
    }

    private bool IsWithinWildcard(in SemanticVersion version) =>
        version.Major == Major && (Minor is null || version.Minor == Minor) && version.PreRelease.IsEmpty;

    private bool IsAtLeastPreRelease(in SemanticVersion version) =>
        VersionIdentifiers.ComparePreRelease(version.PreRelease, PreRelease) >= 0;
}
