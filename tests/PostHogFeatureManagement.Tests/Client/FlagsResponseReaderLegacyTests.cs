using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Tests.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RC-01")]
public class FlagsResponseReaderLegacyTests
{
    [Fact]
    public void Read_ValuesWithPayloads_BecomeRecords()
    {
        FlagsResponse response = FlagsResponseReaderTests.Read("""
            {
              "featureFlags": { "on": true, "off": false, "variant": "blue", "spoiled": 3 },
              "featureFlagPayloads": { "on": "{\"a\":1}", "off": "1", "variant": "\"v\"" },
              "errorsWhileComputingFlags": true, "requestId": "r-2", "evaluatedAt": 5
            }
            """);

        Assert.Equal((true, null), (response.Flags["on"].IsEnabled, response.Flags["on"].Variant));
        Assert.Equal(1, response.Flags["on"].Payload!.Json.GetProperty("a").GetInt32());
        Assert.False(response.Flags["off"].IsEnabled);
        Assert.Null(response.Flags["off"].Payload);
        Assert.Equal((true, "blue"), (response.Flags["variant"].IsEnabled, response.Flags["variant"].Variant));
        Assert.Equal("v", response.Flags["variant"].Payload!.Json.GetString());
        Assert.Equal(["spoiled"], response.FailedFlags);
        Assert.Equal((FlagReason.Unknown, null), (response.Flags["on"].Reason, response.Flags["on"].HasExperiment));
        Assert.Equal((true, "r-2", 5), (response.HasErrors, response.RequestId, response.EvaluatedAt));
        Assert.False(response.MinimalFlagCalledEvents);
    }

    [Theory]
    [InlineData("""{"featureFlags":{"a":true}}""")]
    [InlineData("""{"featureFlags":{"a":true},"featureFlagPayloads":7}""")]
    [InlineData("""{"featureFlags":["a"]}""")]
    [InlineData("""{"featureFlags":["a",7,null]}""")]
    [InlineData("""{"flags":"?","featureFlags":{"a":true}}""")]
    public void Read_OldestShapes_AreUnderstood(string json)
    {
        FlagsResponse response = FlagsResponseReaderTests.Read(json);

        RemoteFlag flag = Assert.Single(response.Flags).Value;
        Assert.Equal(("a", true, null), (flag.Key, flag.IsEnabled, flag.Variant));
    }

    [Fact]
    public void Read_BothShapes_CurrentOneCounts() =>
        Assert.Equal(["new"], FlagsResponseReaderTests.Read("""{"flags":{"new":{"enabled":true}},"featureFlags":{"old":true}}""").Flags.Keys);

    [Theory]
    [InlineData("""{"featureFlags":"a"}""")]
    [InlineData("""{"featureFlags":null}""")]
    [InlineData("""{"flags":[]}""")]
    [InlineData("""{"flags":null}""")]
    public void Read_NoFlagsMember_Fails(string json) => Assert.Equal(WireFailure.Unreadable, FlagsResponseReaderTests.FailureOf(json));
}
