using System.Collections.Concurrent;
using System.Globalization;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The named character classes of patterns, as Rust's regex crate defines them.</summary>
internal static class UnicodeSets
{
    private const string CategoryNames = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn";

    private static readonly string[] Categories = CategoryNames.Split(' ');
    private static readonly Lazy<CodePointSet[]> ByCategory = new(BuildCategories);
    private static readonly ConcurrentDictionary<string, CodePointSet> ByPrefix = new(StringComparer.Ordinal);
    private static readonly Lazy<CodePointSet> LazyWord = new(BuildWord);

    public static CodePointSet Digit => Category("Nd");

    public static CodePointSet Space { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
        (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>Letters, marks, decimal digits, connectors and joiners. It is larger than .NET's <c>\w</c>.</summary>
    public static CodePointSet Word => LazyWord.Value;

    public static CodePointSet NoLineFeed { get; } = CodePointSet.Of('\n').Complement();

    public static CodePointSet HexDigit { get; } = CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f'));

    /// <summary>Gets a general category by its short name, or a group of categories by the first letter; null for anything else, such as scripts.</summary>
    public static CodePointSet? ByName(string name) =>
        name.Length == 1 ? "LMNZPS".Contains(name[0], StringComparison.Ordinal) ? Category(name) : null
        : name.Length == 2 && name is not ("Cn" or "Cs") && Array.IndexOf(Categories, name) >= 0 ? Category(name)
        : null;

    /// <summary>Gets a POSIX class, which is ASCII only.</summary>
    public static CodePointSet? Posix(string name) => name switch
    {
        "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
        "ascii" => CodePointSet.Of((0, 0x7F)),
        "blank" => CodePointSet.Of(('\t', '\t'), (' ', ' ')),
        "cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
        "digit" => CodePointSet.Of(('0', '9')),
        "graph" => CodePointSet.Of(('!', '~')),
        "lower" => CodePointSet.Of(('a', 'z')),
        "print" => CodePointSet.Of((' ', '~')),
        "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        "space" => CodePointSet.Of((0x09, 0x0D), (' ', ' ')),
        "upper" => CodePointSet.Of(('A', 'Z')),
        "word" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')),
        "xdigit" => HexDigit,
        _ => null,
    };

    private static CodePointSet Category(string prefix) => ByPrefix.GetOrAdd(prefix, BuildCategory);

    private static CodePointSet BuildCategory(string prefix)
    {
        CodePointSet set = CodePointSet.Empty;
        for (int i = 0; i < Categories.Length; i++)
        {
            set = Categories[i].StartsWith(prefix, StringComparison.Ordinal) ? set.Union(ByCategory.Value[i]) : set;
        }

        return set;
    }

    /// <summary>Builds all categories in one pass over Unicode, which takes a few milliseconds. Runs when the first pattern needs it.</summary>
    private static CodePointSet[] BuildCategories()
    {
        var ranges = new List<(int First, int Last)>[Categories.Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = [];
        }

        int start = 0;
        int category = (int)CharUnicodeInfo.GetUnicodeCategory(0);
        for (int codePoint = 1; codePoint <= CodePointSet.Max + 1; codePoint++)
        {
            int next = codePoint <= CodePointSet.Max ? (int)CharUnicodeInfo.GetUnicodeCategory(codePoint) : -1;
            if (next != category)
            {
                ranges[category].Add((start, codePoint - 1));
                start = codePoint;
                category = next;
            }
        }

        return Array.ConvertAll(ranges, static list => CodePointSet.Of([.. list]));
    }

    private static CodePointSet BuildWord() => Category("L")
        .Union(Category("M"))
        .Union(Category("Nd"))
        .Union(Category("Nl"))
        .Union(Category("Pc"))
        .Union(CodePointSet.Of((0x200C, 0x200D), (0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)));
}
