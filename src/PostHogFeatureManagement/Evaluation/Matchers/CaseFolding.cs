using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>Unicode's simple case folding, which <c>(?i)</c> means in Rust's patterns.</summary>
internal static class CaseFolding
{
    private const int LongS = 0x17F;

    private static readonly Lazy<int[][]> LazyClasses = new(BuildClasses);

    /// <summary>The set with everything that differs from one of its members in case only.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        var added = new List<(int First, int Last)>();
        foreach (int[] alike in LazyClasses.Value)
        {
            if (Array.Exists(alike, set.Contains))
            {
                foreach (int codePoint in alike)
                {
                    added.Add((codePoint, codePoint));
                }
            }
        }

        return set.Union(CodePointSet.Of([.. added]));
    }

    private static int[][] BuildClasses()
    {
        var classes = new Dictionary<int, List<int>>();
        for (int codePoint = 0; codePoint <= CodePointSet.Max; codePoint++)
        {
            if (Rune.IsValid(codePoint))
            {
                int folded = Fold(new Rune(codePoint));
                if (!classes.TryGetValue(folded, out List<int>? alike))
                {
                    classes[folded] = alike = [];
                }

                alike.Add(codePoint);
            }
        }

        return [.. classes.Values.Where(static alike => alike.Count > 1).Select(static alike => alike.ToArray())];
    }

    /// <summary>The framework's invariant mapping leaves the long s alone, which folds to s.</summary>
    private static int Fold(Rune rune) =>
        rune.Value == LongS ? 's' : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).Value;
}
