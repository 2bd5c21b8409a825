namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Sorts items so that each comes after the items it refers to. Works without recursion.</summary>
internal static class DependencyOrder
{
    /// <param name="references">For each item, the items it refers to.</param>
    /// <param name="isCyclic">Receives true for each item that is part of a cycle or refers to one. These items come last, in no particular order.</param>
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
