namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Overrides as people write them: <c>beta=true headline=bold</c>, with spaces, commas or line breaks in between.</summary>
internal static class OverrideList
{
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string? text) =>
    [
        .. from entry in (text ?? string.Empty).Split(Separators, StringSplitOptions.RemoveEmptyEntries)
           let split = entry.IndexOf('=', StringComparison.Ordinal)
           select split < 0 ? KeyValuePair.Create(entry, "true") : KeyValuePair.Create(entry[..split], entry[(split + 1)..]),
    ];
}
