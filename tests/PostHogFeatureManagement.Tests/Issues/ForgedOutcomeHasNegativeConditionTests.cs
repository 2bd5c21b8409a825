using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>An entry of the distributed cache that someone changed gave a flag a negative condition, or a variant although it was off.</summary>
[Trait("Promise", "SC-06")]
public sealed class ForgedOutcomeHasNegativeConditionTests
{
    [Theory]
    [InlineData(true, -64, "bold", -1)]
    [InlineData(true, int.MinValue, "bold", -1)]
    [InlineData(true, 2, "bold", 2)]
    [InlineData(false, -1, null, -1)]
    public void Read_OddOutcome_IsOneThatPostHogCanGive(bool isEnabled, int condition, string? variant, int expected)
    {
        using var buffer = new PooledBuffer();
        OutcomeCodec.Write(buffer, new RemoteFlag("a", isEnabled, "bold") { ConditionIndex = condition });
        var reader = new RemoteWireReader(buffer.Written);

        RemoteFlag read = OutcomeCodec.Read(ref reader, "a");

        Assert.False(reader.HasFailed);
        Assert.Equal((isEnabled, variant, expected), (read.IsEnabled, read.Variant, read.ConditionIndex));
    }
}
