namespace PostHogFeatureManagement.Flags;

/// <summary>Which names can be keys in PostHog. Names may come from outside, and asking about one that cannot exist is a wasted request.</summary>
internal static class FlagKeys
{
    /// <summary>The longest key that PostHog keeps.</summary>
    private const int MaxLength = 400;

    public static bool IsPossible(string name) => name.Length is > 0 and <= MaxLength && !HasControlCharacters(name);

    /// <summary>Whether the name can be a part of a path. One or two dots would lead elsewhere.</summary>
    public static bool IsPossibleInPath(string name) => IsPossible(name) && name is not ("." or "..");

    private static bool HasControlCharacters(ReadOnlySpan<char> name) => name.ContainsAnyInRange('\0', '\x1f') || name.ContainsAnyInRange('\x7f', '\x9f');
}
