namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Texts that have a meaning for some operator, and texts that break parsers.</summary>
internal sealed class RandomText(Random random)
{
    private static readonly string[] Telling =
    [
        "", " ", "true", "FALSE", "null", "0", "1", "1.0", "-3", "1e-5", "1E400", "inf", "NaN", "0x1F", "007", "1,000", "+5", ".5", "5.", "９",
        "team", "Team", "scale", "STRASSE", "straße", "İstanbul", "ΌΔΟΣ", "jo@example.org", "@example.org", "[1,2]", "{\"a\":1}", "\"quoted\"",
        "2024-02-29", "2023-02-29", "2024-06-01T10:00:00Z", "2024-06-01T10:00:00.123456789+05:30", "2024-06-01 10:00", "1717236000", "-7d", "-30m", "24h", "-99999999999y",
        "1.2.3", "v1.2.3", "1.2", "1.2.3-rc.1+build", "1.x", "99999999999999999999.0.0", "~1.2", "1.2.3.4",
        "^a+$", "(a|b)*c", "(?=x)y", "(a+)+$", "[", "\\p{Lu}", "(?i)abc", "a{1,99999}", "(", "\\",
        "\0", "\t\r\n", "👩‍👩‍👧", "a\u0301", "\u202E", "\uFEFF", "$group_key", "__proto__",
    ];

    private static readonly char[] Characters = ['a', 'b', 'Z', '0', '9', '.', '-', '+', ':', ' ', '/', '"', '\\', 'é', 'ß', 'Σ', '漢', '\u0001', '\uD83D', '\uDE00', '\u2028', '*', '?', '[', ')', '{'];

    public string Next() => random.Next(10) switch
    {
        < 7 => random.Pick(Telling),
        < 9 => Made(random.Next(12)),
        _ => Made(random.Next(400)),
    };

    private string Made(int length) => string.Create(length, random, static (text, random) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = random.Pick(Characters);
        }
    });
}
