using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Thresholds and variant bounds, given the hash directly (protocol §4.2, white-box comparisons).</summary>
[Trait("Promise", "EV-01")]
public class RolloutTests
{
    [Theory]
    [InlineData(50, 0.5, true)]
    [InlineData(50, 0.5000000000000001, false)]
    [InlineData(0, 0.0, true)]
    [InlineData(0, 8.67e-19, false)]
    [InlineData(99.9, 0.999, true)]
    [InlineData(33.34, 0.33340000000000003, true)]
    public void Includes_HashAtTheThreshold_ComparesWithTheDoubleQuotient(double percentage, double hash, bool expected) =>
        Assert.Equal(expected, new Rollout(percentage).Includes(hash));

    [Theory]
    [InlineData(0.49999999999999994, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.9999999999999999, 1)]
    [InlineData(1.0, Verdict.NoVariant)]
    public void Choose_TwoEqualWeights_ReturnsFirstVariantWithBoundAboveHash(double hash, int expected) =>
        Assert.Equal(expected, new VariantTable([50, 50], [0, 1]).Choose(hash));

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.30000000000000004, 2)]
    [InlineData(0.6000000000000001, 3)]
    public void Choose_FourWeights_SumsFromLeftToRightInDouble(double hash, int expected) =>
        Assert.Equal(expected, new VariantTable([10, 20, 30, 40], [0, 1, 2, 3]).Choose(hash));

    [Fact]
    public void Choose_WeightsThatSumToLessThanOne_LeavesAGap()
    {
        var table = new VariantTable([1.01, 10.02, 88.97], [0, 1, 2]);

        Assert.Equal(Verdict.NoVariant, table.Choose(0.9999999999999999));
        Assert.Equal(2, table.Choose(0.9999999999999998));
    }

    [Fact]
    public void Choose_ZeroWeight_IsNeverChosen()
    {
        var table = new VariantTable([0, 100], [0, 1]);

        Assert.Equal(1, table.Choose(0.0));
        Assert.True(table.IsConstant);
        Assert.Equal(1, table.Constant);
    }

    [Theory]
    [InlineData(100, true, false)]
    [InlineData(150, true, false)]
    [InlineData(0, false, true)]
    [InlineData(-5, false, true)]
    [InlineData(50, false, false)]
    public void IsEveryoneAndIsNobody_Percentage_TellWhenNoHashIsNeeded(double percentage, bool isEveryone, bool isNobody)
    {
        var rollout = new Rollout(percentage);

        Assert.Equal((isEveryone, isNobody), (rollout.IsEveryone, rollout.IsNobody));
    }
}
