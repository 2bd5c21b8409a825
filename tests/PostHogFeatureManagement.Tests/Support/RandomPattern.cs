using System.Text;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A pattern in the server's dialect and, for ASCII text, the same pattern in .NET's.</summary>
/// <param name="Text">The pattern as PostHog stores it.</param>
/// <param name="DotNet">The same for .NET; null when the pattern was damaged and may mean anything.</param>
internal sealed record RandomPattern(string Text, string? DotNet)
{
    private static readonly (string Server, string DotNet)[] Atoms =
    [
        ("a", "a"), ("a", "a"), ("b", "b"), ("c", "c"), ("1", "1"), ("x", "x"), (" ", " "), ("\\.", "\\."), ("\\x61", "a"), ("ä", "ä"), ("😀", "(?:😀)"),
        (".", "[^\\n]"), ("\\d", "[0-9]"), ("\\D", "[^0-9]"), ("\\w", "[a-zA-Z0-9_]"), ("\\W", "[^a-zA-Z0-9_]"), ("\\s", "[\\t-\\r ]"), ("(?s:.)", "[\\s\\S]"),
        ("[a-c]", "[a-c]"), ("[^a]", "[^a]"), ("[^\\n1]", "[^\\n1]"), ("[[:alpha:]_]", "[a-zA-Z_]"), ("[a😀]", "(?:a|😀)"), ("[a-z&&[^b]]", "[ac-z]"),
        ("(?i:aB)", "(?:[aA][bB])"),
    ];

    private static readonly (string Server, string DotNet)[] Anchors =
        [("^", "\\A"), ("$", "\\z"), ("\\b", "\\b"), ("\\B", "\\B"), ("(?m:^)", "(?m:^)"), ("(?m:$)", "(?m:$)")];

    private static readonly string[] Quantifiers = ["*", "+", "?", "{2}", "{0,3}", "{1,}", "*?", "+?", "??", "{0,2}?"];

    public static RandomPattern Draw(Random random)
    {
        int groups = 0;
        (string server, string dotNet) = DrawAlternatives(random, depth: random.Next(1, 4), ref groups);
        return random.Percent(15) ? new RandomPattern(Damage(random, server), null) : new RandomPattern(server, dotNet);
    }

    /// <summary>Draws a text that makes careless searches slow, or that is odd.</summary>
    public static string DrawValue(Random random)
    {
        int length = random.Pick([3, 10, 30, 100, 100, 1_000, 20_000]);
        string unit = random.Pick(["a", "ab", "aab ", "x", "1", "a\n", "ä", "😀", "\ud800", "\udc00a", "a_b-c.", "abc 1"]);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(random.Percent(95) ? unit : random.Pick(["b", "\n", "ß", "😀", "\ud83d", "!", "", "c1"]));
        }

        return text.Append(random.Pick(["", "!", "b", "\n", "ä"])).ToString();
    }

    private static (string Server, string DotNet) DrawAlternatives(Random random, int depth, ref int groups)
    {
        (string server, string dotNet) = DrawSequence(random, depth, ref groups);
        while (random.Percent(25))
        {
            (string anotherServer, string anotherDotNet) = DrawSequence(random, depth, ref groups);
            (server, dotNet) = ($"{server}|{anotherServer}", $"{dotNet}|{anotherDotNet}");
        }

        return (server, dotNet);
    }

    private static (string Server, string DotNet) DrawSequence(Random random, int depth, ref int groups)
    {
        (string server, string dotNet) = (string.Empty, string.Empty);
        for (int items = random.Next(0, 5); items > 0; items--)
        {
            (string itemServer, string itemDotNet) = DrawItem(random, depth, ref groups);
            (server, dotNet) = (server + itemServer, dotNet + itemDotNet);
        }

        return (server, dotNet);
    }

    private static (string Server, string DotNet) DrawItem(Random random, int depth, ref int groups)
    {
        int kind = random.Next(100);
        if (kind < 10)
        {
            return random.Pick(Anchors);
        }

        if (kind < 13 && groups > 0)
        {
            string reference = $"(?:\\{random.Next(1, groups + 1)})";
            return (reference, reference);
        }

        if (kind < 18)
        {
            string behind = random.Pick(["(?<=a)", "(?<!a)", "(?<=ab)", "(?<!\\n)"]);
            return (behind, behind);
        }

        (string server, string dotNet) = kind < 45 && depth > 0 ? DrawGroup(random, depth, ref groups) : random.Pick(Atoms);

        bool isAround = server is ['(', '?', '=' or '!', ..];
        if (isAround || random.Percent(60))
        {
            return (server, dotNet);
        }

        string quantifier = random.Pick(Quantifiers);
        return quantifier[^1] != '?' && random.Percent(8)
            ? ($"{server}{quantifier}+", $"(?>{dotNet}{quantifier})")
            : (server + quantifier, dotNet + quantifier);
    }

    private static (string Server, string DotNet) DrawGroup(Random random, int depth, ref int groups)
    {
        string opening = random.Pick(["(", "(", "(?:", "(?:", "(?=", "(?!", "(?>"]);
        (string server, string dotNet) = DrawAlternatives(random, depth - 1, ref groups);
        groups += opening == "(" ? 1 : 0;
        return ($"{opening}{server})", $"{opening}{dotNet})");
    }

    private static string Damage(Random random, string pattern)
    {
        const string Signs = "()[]{}*+?|\\^$.-&~<>=!:#,0aU\ud800é";
        var damaged = new StringBuilder(pattern);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            damaged.Insert(random.Next(damaged.Length + 1), Signs[random.Next(Signs.Length)]);
        }

        return damaged.ToString();
    }
}
