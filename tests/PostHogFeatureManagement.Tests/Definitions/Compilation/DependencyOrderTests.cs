using PostHogFeatureManagement.Definitions.Compilation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

[Trait("Promise", "EV-05")]
public class DependencyOrderTests
{
    [Fact]
    public void Sort_References_PutsReferencedItemsFirst()
    {
        int[] order = DependencyOrder.Sort([[1, 2], [2], [], [0]], out bool[] isCyclic);

        Assert.Equal([2, 1, 0, 3], order);
        Assert.DoesNotContain(true, isCyclic);
    }

    [Fact]
    public void Sort_Cycle_MarksItsItemsAndTheirReferrers()
    {
        int[] order = DependencyOrder.Sort([[1], [0], [0], [4], []], out bool[] isCyclic);

        Assert.Equal([true, true, true, false, false], isCyclic);
        Assert.Equal([4, 3], order[..2]);
        Assert.Equal([0, 1, 2], order[2..]);
    }
}
