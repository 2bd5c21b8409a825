namespace PostHogFeatureManagement.Tests.Redis;

/// <summary>A clock on which pauses between trials pass fifty times as fast, while time-outs take their real time: what a real server needs is not shortened.</summary>
internal sealed class FastClock : TimeProvider
{
    public override long TimestampFrequency => System.TimestampFrequency / 50;

    public override long GetTimestamp() => System.GetTimestamp();
}
