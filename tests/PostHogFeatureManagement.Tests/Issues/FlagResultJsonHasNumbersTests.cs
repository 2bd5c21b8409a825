using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A flag's result as JSON had numbers for its reason and source, which change their meaning when a value is added, and could not be read back.</summary>
[Trait("Promise", "FM-10")]
public sealed class FlagResultJsonHasNumbersTests
{
    private static readonly FlagResult Result = new(
        isEnabled: true,
        "bold",
        new FlagPayload(JsonSerializer.SerializeToElement(new { size = 2 })),
        FlagReason.ConditionMatch,
        conditionIndex: 1,
        FlagSource.Local);

    [Fact]
    public void Serialize_Result_HasNames()
    {
        string json = JsonSerializer.Serialize(Result, JsonSerializerOptions.Web);

        Assert.Equal(
            """{"hasValue":true,"isEnabled":true,"variant":"bold","payload":{"size":2},"reason":"ConditionMatch","conditionIndex":1,"source":"Local"}""",
            json);
    }

    [Fact]
    public void Deserialize_Result_IsTheSame()
    {
        foreach (JsonSerializerOptions options in new[] { JsonSerializerOptions.Default, JsonSerializerOptions.Web })
        {
            foreach (FlagResult result in new[] { Result, default, FlagResult.NoValue(FlagReason.Timeout) })
            {
                FlagResult read = JsonSerializer.Deserialize<FlagResult>(JsonSerializer.Serialize(result, options), options);

                Assert.Equal(
                    (result.HasValue, result.IsEnabled, result.Variant, result.Reason, result.ConditionIndex, result.Source),
                    (read.HasValue, read.IsEnabled, read.Variant, read.Reason, read.ConditionIndex, read.Source));
                Assert.Equal(result.Payload?.GetRawText(), read.Payload?.GetRawText());
            }
        }
    }
}
