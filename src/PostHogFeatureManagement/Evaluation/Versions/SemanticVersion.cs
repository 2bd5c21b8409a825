namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>
/// A version as the server reads it (protocol §6.5). The server removes one leading v, trims white space, removes leading zeros from the core and pads it
/// to three parts. The rest must be strict SemVer 2.0 with 64-bit parts. Ordered as in Rust's semver crate, which takes build metadata into account.
/// </summary>
internal readonly ref struct SemanticVersion
{
    private const int CoreParts = 3;

    public ulong Major { get; private init; }

    public ulong Minor { get; private init; }

    public ulong Patch { get; private init; }

    public ReadOnlySpan<char> PreRelease { get; private init; }

    public ReadOnlySpan<char> Build { get; private init; }

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        text = text.Length > 0 && text[0] == 'v' ? text[1..] : text;
        text = text.Trim();
        int coreEnd = text.IndexOfAny('-', '+');
        ReadOnlySpan<char> core = coreEnd < 0 ? text : text[..coreEnd];
        ReadOnlySpan<char> rest = coreEnd < 0 ? default : text[coreEnd..];
        Span<ulong> parts = stackalloc ulong[CoreParts];
        if (!TryParseCore(core, parts) || !TryParseSuffixes(rest, out ReadOnlySpan<char> preRelease, out ReadOnlySpan<char> build))
        {
            return false;
        }

        version = new SemanticVersion { Major = parts[0], Minor = parts[1], Patch = parts[2], PreRelease = preRelease, Build = build };
        return true;
    }

    public int CompareTo(in SemanticVersion other)
    {
        int order = CompareCore(other);
        order = order != 0 ? order : VersionIdentifiers.ComparePreRelease(PreRelease, other.PreRelease);
        return order != 0 ? order : VersionIdentifiers.CompareBuild(Build, other.Build);
    }

    private int CompareCore(in SemanticVersion other)
    {
        int order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        return order != 0 ? order : Patch.CompareTo(other.Patch);
    }

    private static bool TryParseCore(ReadOnlySpan<char> core, Span<ulong> parts)
    {
        parts.Clear();
        int count = 0;
        foreach (Range range in core.Split('.'))
        {
            if (count == CoreParts || !VersionIdentifiers.TryParseNumber(core[range], out parts[count]))
            {
                return false;
            }

            count++;
        }

        return count > 0;
    }

    private static bool TryParseSuffixes(ReadOnlySpan<char> rest, out ReadOnlySpan<char> preRelease, out ReadOnlySpan<char> build)
    {
        preRelease = default;
        build = default;
        if (rest.Length > 0 && rest[0] == '-')
        {
            int plus = rest.IndexOf('+');
            preRelease = plus < 0 ? rest[1..] : rest[1..plus];
            rest = plus < 0 ? default : rest[plus..];
            if (!VersionIdentifiers.AreValid(preRelease, allowLeadingZeros: false))
            {
                return false;
            }
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        build = rest[1..];
        return VersionIdentifiers.AreValid(build, allowLeadingZeros: true);
    }
}
