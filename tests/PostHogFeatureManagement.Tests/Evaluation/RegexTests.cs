using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Patterns have the meaning of the server's dialect (protocol §6.6).</summary>
[Trait("Promise", "EV-03")]
public class RegexTests
{
    [Theory]
    [InlineData("example\\.com$", "x@example.com", true)]
    [InlineData("example\\.com$", "x@example.com\n", false)]
    [InlineData("(?m)com$", "a.com\nb", true)]
    [InlineData("(?m)^b", "a\nb", true)]
    [InlineData("^b", "a\nb", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("(?s:a.)c", "a\nc", true)]
    [InlineData("ACME", "acme", false)]
    [InlineData("(?i)ACME", "acme", true)]
    [InlineData("(?i:AC)ME", "acme", false)]
    [InlineData("(a(?i)b)C", "aBC", true)]
    [InlineData("(a(?i)b)C", "aBc", false)]
    [InlineData("(?-i)A", "a", false)]
    [InlineData("(?P<year>\\d{4})-(?P=year)", "2024-2024", null)]
    [InlineData("(?P<y>\\d)(?<z>\\d)\\k<y>", "121", true)]
    [InlineData("(?P<y>\\d)(\\d)\\2\\1", "1221", true)]
    [InlineData("[[:alpha:]]+[[:digit:]]", "abc1", true)]
    [InlineData("^[[:^alpha:]]+$", "123", true)]
    [InlineData("^[a-z&&[^aeiou]]+$", "xyz", true)]
    [InlineData("^[a-z&&[^aeiou]]+$", "xez", false)]
    [InlineData("^[a-z--[x-z]]+$", "abc", true)]
    [InlineData("^[a-z--[x-z]]+$", "abx", false)]
    [InlineData("^[a-c~~b-d]+$", "ad", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[^]]$", "]", false)]
    [InlineData("^[-a]+$", "-a", true)]
    [InlineData("^[a-]+$", "-a", true)]
    [InlineData("\\x41\\x{42}\\u0043\\u{44}\\U00000045", "ABCDE", true)]
    [InlineData("^\\h+$", "dead", true)]
    [InlineData("\\_\\-\\/\\#", "_-/#", true)]
    [InlineData("foo(?=bar)", "foobar", true)]
    [InlineData("foo(?!bar)", "foobar", false)]
    [InlineData("(?<=a)b", "ab", true)]
    [InlineData("(?<!a)b", "ab", false)]
    [InlineData("a++b", "aab", true)]
    [InlineData("(?>a|ab)c", "abc", false)]
    [InlineData("x{2,3}?y", "xxxy", true)]
    [InlineData("\\Afoo\\z", "foo", true)]
    [InlineData("\\bfoo\\b", "a foo b", true)]
    [InlineData("\\Bfoo", "afoo", true)]
    [InlineData("", "x", true)]
    [InlineData("a|b|", "x", true)]
    [InlineData("}]", "}]", true)]
    [InlineData("(a+)+", "aa", true)]
    [InlineData("^a+?b*?$", "aab", true)]
    [InlineData("a{2,}b", "xaaab", true)]
    [InlineData("^(a|ab)(c|bcd)(d*)$", "abcd", true)]
    [InlineData("(?U)a+b", "aab", true)]
    [InlineData("^(a?)*\\1$", "aa", true)]
    [InlineData("^(?:(a)|b)*\\1$", "abba", true)]
    [InlineData("^(?:(a)|b)\\1$", "bb", false)]
    [InlineData("(?=(a+))\\1b", "aab", true)]
    [InlineData("(?!(a)b)\\w", "abab", true)]
    [InlineData("(?<=\\bfoo)bar", "a foobar", true)]
    [InlineData("(?<=[|])a", "|a", true)]
    [InlineData("^a(?>[^1]+)*\\D", "aaa!a", true)]
    [InlineData("^(?:[^a]++){2}", "111b", false)]
    [InlineData("(?>.+?(?=(?m:$)[^1]{0,2}?|))\\B([ab])[a-c]", "aab", true)]
    public void Match_Pattern_MatchesAsOnTheServer(string pattern, string text, bool? expected) =>
        Assert.Equal(expected, Match("regex", pattern, text));

    [Theory]
    [InlineData("^.$", "😀", true)]
    [InlineData("^..$", "😀", false)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😂]+$", "😁😂", true)]
    [InlineData("^\\w+$", "Zürich", true)]
    [InlineData("^\\w+$", "東京", true)]
    [InlineData("^\\w$", "Ⅷ", true)]
    [InlineData("^\\w$", "ⓐ", true)]
    [InlineData("^\\w$", "😀", false)]
    [InlineData("^\\W$", "😀", true)]
    [InlineData("^\\d+$", "٣٣", true)]
    [InlineData("^\\s$", "\u3000", true)]
    [InlineData("(?i)ÉTOILE", "étoile", true)]
    [InlineData("(?i)ſ", "S", true)]
    [InlineData("(?i)k", "\u212A", true)]
    [InlineData("(?i)straße", "STRASSE", false)]
    [InlineData("^\\pL+$", "éa", true)]
    [InlineData("^\\p{Lu}$", "É", true)]
    [InlineData("^\\P{Lu}$", "É", false)]
    [InlineData("^\\p{^Lu}$", "é", true)]
    [InlineData("\\bé", "aé", false)]
    [InlineData("\\bé\\b", "a é b", true)]
    [InlineData("\\B\\u0301", "e\u0301", true)]
    [InlineData("(?<=😀)a", "x😀a", true)]
    [InlineData("(?<!😀)a", "😀a", false)]
    [InlineData("^(.)\\1$", "😀😀", true)]
    public void Match_NonAsciiText_UsesTheServersCharacterTables(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Match("regex", pattern, text));

    [Theory]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("*")]
    [InlineData("a|+")]
    [InlineData("\\")]
    [InlineData("[z-a]")]
    [InlineData("a{2,1}")]
    [InlineData("a**")]
    [InlineData("(?P<n>a)(?P<n>b)")]
    [InlineData("(?i")]
    [Trait("Promise", "EV-07")]
    public void Match_InvalidPattern_NeverMatches(string pattern)
    {
        Assert.False(Match("regex", pattern, "a"));
        Assert.False(Match("not_regex", pattern, "a"));
    }

    [Theory]
    [InlineData("\\p{Greek}")]
    [InlineData("(?x) a b")]
    [InlineData("\\Z")]
    [InlineData("\\y")]
    [InlineData("a{,5}")]
    [InlineData("^*")]
    [InlineData("(?<=a*)b")]
    [InlineData("(?(1)a|b)")]
    [InlineData("[\\w-z]")]
    [InlineData("(?i)(a)\\1")]
    [InlineData("\\b{start}a")]
    [InlineData("(?-u)a")]
    [InlineData("(?U)(?>a+)b")]
    [InlineData("(a\\1)")]
    public void Match_UntranslatablePattern_IsUndecided(string pattern)
    {
        Assert.Null(Match("regex", pattern, "a"));
        Assert.Null(Match("not_regex", pattern, "a"));
    }

    [Fact]
    public void Match_CatastrophicPattern_StaysLinearOrIsUndecided()
    {
        string text = new string('a', 5000) + "!";

        Assert.False(Match("regex", "^(a+)+$", text));
        Assert.Null(Match("regex", "^(a+)+\\1$", text));
    }

    [Fact]
    public void Match_HalfASurrogatePair_IsTheCharacterAsWhichItIsSent() => Assert.True(Match("regex", "^\uFFFD.$", "\ud800a"));

    [Theory]
    [InlineData(1)]
    [InlineData(50_000_000)]
    [Trait("Promise", "EV-07")]
    public void Match_RandomPatternsAndTexts_NeitherThrowNorOverrunAndAnswerAsDotNet(int firstSeed)
    {
        var check = new RandomPatternCheck();
        for (int seed = firstSeed; seed < firstSeed + 1_000; seed++)
        {
            Assert.Null(check.FindFault(seed));
        }

        Assert.True(check.Decided > 1_000);
    }

    [Theory]
    [InlineData("1.5", 1.5, true)]
    [InlineData("^null$", null, true)]
    [InlineData("^\\[1,2\\]$", new[] { 1, 2 }, true)]
    public void Match_ValueThatIsNotText_IsSearchedAsJsonText(string pattern, object? property, bool expected) =>
        Assert.Equal(expected, Match("regex", pattern, property));

    private static bool? Match(string operatorName, string pattern, object? property) =>
        Engine.Match(operatorName, System.Text.Json.JsonSerializer.Serialize(pattern), property);
}
