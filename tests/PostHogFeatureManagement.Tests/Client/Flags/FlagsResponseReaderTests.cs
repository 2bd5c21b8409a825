using System.Text;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client.Flags;

[Trait("Promise", "RC-09")]
public class FlagsResponseReaderTests
{
    [Fact]
    public void Read_CurrentShape_ReadsEverything()
    {
        FlagsResponse response = Read("""
            {
              "flags": {
                "checkout": {
                  "key": "another-name", "enabled": true, "variant": "compact",
                  "reason": { "code": "condition_match", "condition_index": 1, "description": "Matched condition set 2" },
                  "metadata": { "id": 5120, "version": 9, "description": null, "payload": "{\"columns\":2}", "has_experiment": true }
                },
                "off": {
                  "key": "off", "enabled": false, "variant": null,
                  "reason": { "code": "out_of_rollout_bound", "condition_index": null },
                  "metadata": { "id": 1, "version": 0, "payload": "{\"ignored\":true}", "has_experiment": false }
                }
              },
              "errorsWhileComputingFlags": false, "requestId": "r-7", "evaluatedAt": 1767225600123, "minimalFlagCalledEvents": true, "supportedCompression": ["gzip"]
            }
            """);

        Assert.Equal(("r-7", 1767225600123, true, false), (response.RequestId, response.EvaluatedAt, response.MinimalFlagCalledEvents, response.HasErrors));
        RemoteFlag checkout = response.Flags["checkout"];
        Assert.Equal(("checkout", true, "compact"), (checkout.Key, checkout.IsEnabled, checkout.Variant));
        Assert.Equal((FlagReason.ConditionMatch, 1, "Matched condition set 2"), (checkout.Reason, checkout.ConditionIndex, checkout.ReasonDescription));
        Assert.Equal((5120, 9, true), (checkout.Id, checkout.Version, checkout.HasExperiment));
        Assert.Equal(2, checkout.Payload!.Json.GetProperty("columns").GetInt32());
        RemoteFlag off = response.Flags["off"];
        Assert.Equal((false, FlagReason.OutOfRolloutBound, -1, false), (off.IsEnabled, off.Reason, off.ConditionIndex, off.HasExperiment));
        Assert.Null(off.Payload);
    }

    [Theory]
    [InlineData("condition_match", FlagReason.ConditionMatch)]
    [InlineData("no_condition_match", FlagReason.NoConditionMatch)]
    [InlineData("out_of_rollout_bound", FlagReason.OutOfRolloutBound)]
    [InlineData("no_group_type", FlagReason.NoGroupType)]
    [InlineData("super_condition_value", FlagReason.SuperConditionValue)]
    [InlineData("holdout_condition_value", FlagReason.HoldoutConditionValue)]
    [InlineData("flag_disabled", FlagReason.FlagDisabled)]
    [InlineData("missing_dependency", FlagReason.MissingDependency)]
    [InlineData("something_new", FlagReason.Unknown)]
    public void Read_ReasonCode_IsMapped(string code, FlagReason expected) =>
        Assert.Equal(expected, Read($$"""{"flags":{"a":{"enabled":true,"reason":{"code":"{{code}}"} } } }""").Flags["a"].Reason);

    [Fact]
    public void Read_FailedRecord_IsNoValue()
    {
        FlagsResponse response = Read("""{"flags":{"a":{"enabled":false,"failed":true,"reason":{"code":"timeout"}},"b":{"enabled":true}},"errorsWhileComputingFlags":true}""");

        Assert.Equal(["b"], response.Flags.Keys);
        Assert.Equal(["a"], response.FailedFlags);
        Assert.True(response.HasErrors);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"enabled":"yes"}""")]
    [InlineData("""{"enabled":null}""")]
    [InlineData("""{"enabled":true,"variant":4}""")]
    [InlineData("""{"enabled":true,"failed":"no"}""")]
    [InlineData("""{"enabled":true,"reason":"none"}""")]
    [InlineData("""{"enabled":true,"metadata":[]}""")]
    [InlineData("""{"enabled":true,"variant":"\ud800"}""")]
    public void Read_InvalidRecord_AffectsOnlyItsFlag(string record)
    {
        FlagsResponse response = Read($$"""{"flags":{"spoiled":{{record}},"good":{"enabled":true} } }""");

        Assert.Equal(["good"], response.Flags.Keys);
        Assert.Equal(["spoiled"], response.FailedFlags);
    }

    [Theory]
    [InlineData("""{"enabled":true}""")]
    [InlineData("""{"enabled":true,"variant":null,"failed":false,"reason":null,"metadata":null}""")]
    [InlineData("""{"enabled":true,"reason":{"code":3,"condition_index":"1","description":[]},"metadata":{"id":"x","version":1.5,"payload":null,"has_experiment":"?"}}""")]
    [InlineData("""{"enabled":true,"reason":{"condition_index":99999999999},"metadata":{"version":99999999999}}""")]
    public void Read_RecordWithUnusableDetails_KeepsDecision(string record)
    {
        RemoteFlag flag = Read($$"""{"flags":{"a":{{record}} } }""").Flags["a"];

        Assert.True(flag.IsEnabled);
        Assert.Equal((FlagReason.Unknown, -1), (flag.Reason, flag.ConditionIndex));
        Assert.Null(flag.Version);
        Assert.Null(flag.HasExperiment);
        Assert.Null(flag.Payload);
    }

    [Theory]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("\"\\\"text\\\"\"", "\"text\"")]
    [InlineData("\"42\"", "42")]
    [InlineData("\"{broken\"", "\"{broken\"")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("0", "0")]
    [InlineData("false", "false")]
    public void Read_Payload_IsReadAsPostHogWroteIt(string wire, string? expected)
    {
        RemoteFlag flag = Read($$"""{"flags":{"a":{"enabled":true,"metadata":{"payload":{{wire}} } } } }""").Flags["a"];

        Assert.Equal(expected, flag.Payload?.Json.GetRawText());
    }

    [Fact]
    public void Read_OffFlagWithVariant_HasNoVariant() => Assert.Null(Read("""{"flags":{"a":{"enabled":false,"variant":"x"}}}""").Flags["a"].Variant);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\"maybe\"", true)]
    public void Read_ErrorsMember_AnythingButFalseIsTrue(string value, bool expected) =>
        Assert.Equal(expected, Read($$"""{"flags":{},"errorsWhileComputingFlags":{{value}} }""").HasErrors);

    [Theory]
    [InlineData("""["feature_flags"]""", nameof(WireFailure.QuotaLimited))]
    [InlineData("""["recordings","feature_flags"]""", nameof(WireFailure.QuotaLimited))]
    [InlineData("""["recordings"]""", nameof(WireFailure.None))]
    [InlineData("[]", nameof(WireFailure.None))]
    [InlineData("[7]", nameof(WireFailure.None))]
    [InlineData("null", nameof(WireFailure.None))]
    [InlineData("true", nameof(WireFailure.None))]
    public void Read_QuotaLimited_CountsOnlyForFlags(string value, string expected) =>
        Assert.Equal(expected, FailureOf($$"""{"flags":{},"quotaLimited":{{value}} }""").ToString());

    internal static FlagsResponse Read(string json) => FlagsResponseReader.Read(Encoding.UTF8.GetBytes(json)).Value!;

    internal static WireFailure FailureOf(string json) => FlagsResponseReader.Read(Encoding.UTF8.GetBytes(json)).Failure;
}
