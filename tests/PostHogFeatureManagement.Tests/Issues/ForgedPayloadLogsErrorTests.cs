using System.Text;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Flags;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A payload in the distributed cache that someone had changed into something other than JSON was logged as an error of the library.</summary>
[Trait("Promise", "SC-06")]
public sealed class ForgedPayloadLogsErrorTests
{
    [Fact]
    public void Read_PayloadIsNotJson_FailsWithoutException()
    {
        using var buffer = new PooledBuffer();
        OutcomeCodec.Write(buffer, new RemoteFlag("a", true, null) { Payload = RemoteFlagSamples.Payload("true") });
        byte[] forged = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(buffer.Written).Replace("true", "t\0ue", StringComparison.Ordinal));
        var reader = new RemoteWireReader(forged);

        _ = OutcomeCodec.Read(ref reader, "a");

        Assert.True(reader.HasFailed);
        Assert.False(reader.IsAtEnd);
    }
}
