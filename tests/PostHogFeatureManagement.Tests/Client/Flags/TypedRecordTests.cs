using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client.Flags;

/// <summary>Records of newer servers: typed values (protocol §2.8), and values of configuration version 2 in the records of version 2 (protocol §2.4).</summary>
[Trait("Promise", "EV-11")]
public sealed class TypedRecordTests
{
    [Theory]
    [InlineData("true", true, null, null)]
    [InlineData("false", false, null, null)]
    [InlineData("null", false, null, null)]
    [InlineData("\"compact\"", true, "compact", null)]
    [InlineData("4.5", true, null, "4.5")]
    [InlineData("""{"columns":2}""", true, null, """{"columns":2}""")]
    [InlineData("[1]", true, null, "[1]")]
    public void Read_TypedValue_IsValueVariantOrPayload(string value, bool isEnabled, string? variant, string? payload)
    {
        RemoteFlag flag = Read($$"""
            {"key":"a","value":{{value}},"reason":{"code":"targeting_match"},"metadata":{"config_version":2,"rule_type":"targeting","rule_id":"r","variant_key":null} }
            """);

        Assert.Equal((isEnabled, variant, payload), (flag.IsEnabled, flag.Variant, flag.Payload?.Json.GetRawText()));
    }

    [Fact]
    public void Read_TypedRecordWithPayload_KeepsThePayload() =>
        Assert.Equal("2", Read("""{"value":"compact","metadata":{"payload":"2"}}""").Payload!.Json.GetRawText());

    [Theory]
    [InlineData("""{"value":true,"failed":true}""")]
    [InlineData("""{"value":null,"failed":true}""")]
    [InlineData("""{"value":"\ud83d"}""")]
    [InlineData("""{"value":true,"reason":[]}""")]
    [InlineData("""{"key":"a"}""")]
    public void Read_FailedOrUnreadable_IsNoValue(string record) =>
        Assert.Equal(["a"], FlagsResponseReaderTests.Read($$"""{"flags":{"a":{{record}} } }""").FailedFlags);

    [Theory]
    [InlineData("""{"enabled":true,"variant":"compact"}""", true, "compact")]
    [InlineData("""{"enabled":true}""", true, null)]
    [InlineData("""{"enabled":false,"variant":null}""", false, null)]
    public void Read_RecordWithoutValue_IsVariantOrEnabled(string record, bool isEnabled, string? variant)
    {
        RemoteFlag flag = Read(record);

        Assert.Equal((isEnabled, variant), (flag.IsEnabled, flag.Variant));
    }

    [Fact]
    public void Read_NumberOrObjectInOldRecord_IsOnWithThePayload()
    {
        RemoteFlag flag = Read("""{"enabled":true,"variant":null,"metadata":{"payload":"{\"columns\":2}"}}""");

        Assert.Equal((true, null, """{"columns":2}"""), (flag.IsEnabled, flag.Variant, flag.Payload?.Json.GetRawText()));
    }

    [Theory]
    [InlineData("no_condition_match", "No matching condition set", FlagReason.NoConditionMatch)]
    [InlineData("no_condition_match", "Matched condition set 1", FlagReason.NoConditionMatch)]
    [InlineData("targeting_match", "", FlagReason.ConditionMatch)]
    [InlineData("rollout_miss", "", FlagReason.OutOfRolloutBound)]
    [InlineData("holdout", "", FlagReason.HoldoutConditionValue)]
    [InlineData("no_rule_match", "", FlagReason.NoConditionMatch)]
    [InlineData("experiment_paused", "", FlagReason.Unknown)]
    public void Read_Reason_IsThatOfTheCodeWhateverTheDescription(string code, string description, FlagReason expected)
    {
        RemoteFlag flag = Read($$$"""{"enabled":false,"reason":{"code":"{{{code}}}","description":"{{{description}}}"}}""");

        Assert.Equal((expected, description), (flag.Reason, flag.ReasonDescription));
    }

    private static RemoteFlag Read(string record) => FlagsResponseReaderTests.Read($$"""{"flags":{"a":{{record}} } }""").Flags["a"];
}
