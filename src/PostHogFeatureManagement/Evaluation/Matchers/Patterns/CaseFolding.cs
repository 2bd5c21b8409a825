using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Unicode's simple case folding, as <c>(?i)</c> uses it in Rust's patterns.</summary>
internal static class CaseFolding
{
    private const int LongS = 0x17F;

    /// <summary>The blocks that contain letters with case. The rest of Unicode need not be searched.</summary>
    private static readonly (int First, int Last)[] CasedBlocks = [(0, 0x2FFF), (0xA000, 0xABFF), (0xF900, 0x1FFFF)];

    private static readonly Lazy<int[][]> LazyClasses = new(BuildClasses);
    private static readonly Lazy<Dictionary<int, int[]>> LazyByMember = new(BuildByMember);

    /// <summary>Adds all characters that differ from a member of the set only in case.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        var added = new List<(int First, int Last)>();
        if (set.IsSingle(out int single))
        {
            Add(LazyByMember.Value.GetValueOrDefault(single, []), added);
        }
        else
        {
            foreach (int[] alike in LazyClasses.Value)
            {
                int members = alike.Count(set.Contains);
                Add(members > 0 && members < alike.Length ? alike : [], added);
            }
        }

        return added.Count == 0 ? set : set.Union(CodePointSet.Of([.. added]));
    }

    private static void Add(int[] codePoints, List<(int First, int Last)> ranges)
    {
        foreach (int codePoint in codePoints)
        {
            ranges.Add((codePoint, codePoint));
        }
    }

    private static Dictionary<int, int[]> BuildByMember()
    {
        var byMember = new Dictionary<int, int[]>();
        foreach (int[] alike in LazyClasses.Value)
        {
            foreach (int codePoint in alike)
            {
                byMember[codePoint] = alike;
            }
        }

        return byMember;
    }

    private static int[][] BuildClasses()
    {
        var classes = new Dictionary<int, List<int>>();
        foreach ((int first, int last) in CasedBlocks)
        {
            for (int codePoint = first; codePoint <= last; codePoint++)
            {
                int folded = Rune.IsValid(codePoint) ? Fold(new Rune(codePoint)) : codePoint;
                if (folded == codePoint)
                {
                    continue;
                }

                if (!classes.TryGetValue(folded, out List<int>? alike))
                {
                    classes[folded] = alike = [folded];
                }

                alike.Add(codePoint);
            }
        }

        return [.. classes.Values.Select(static alike => alike.ToArray())];
    }

    /// <summary>The framework's invariant mapping leaves the long s unchanged, although it folds to s.</summary>
    private static int Fold(Rune rune) =>
        rune.Value == LongS ? 's' : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).Value;
}
