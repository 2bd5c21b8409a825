namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Puts things that refer to each other in order, referred-to first, without recursion.</summary>
internal static class DependencyOrder
{
    /// <param name="references">For each thing, the things it refers to.</param>
    /// <param name="isCyclic">Set for what is part of a cycle or refers to one; these come last, in no special order.</param>
    public static int[] Sort(IReadOnlyList<IReadOnlyCollection<int>> references, out bool[] isCyclic)
    {
        int count = references.Count;
        var referrers = new List<int>?[count];
        var open = new int[count];
        for (int i = 0; i < count; i++)
        {
            open[i] = references[i].Count;
            foreach (int target in references[i])
            {
                (referrers[target] ??= []).Add(i);
            }
        }

        var order = new int[count];
        int sorted = 0;
        for (int i = 0; i < count; i++)
        {
            if (open[i] == 0)
            {
                order[sorted++] = i;
            }
        }

        for (int next = 0; next < sorted; next++)
        {
            foreach (int referrer in referrers[order[next]] ?? [])
            {
                if (--open[referrer] == 0)
                {
                    order[sorted++] = referrer;
                }
            }
        }

        isCyclic = new bool[count];
        for (int i = 0; i < count; i++)
        {
            if (open[i] > 0)
            {
                isCyclic[i] = true;
                order[sorted++] = i;
            }
        }

        return order;
    }
}
