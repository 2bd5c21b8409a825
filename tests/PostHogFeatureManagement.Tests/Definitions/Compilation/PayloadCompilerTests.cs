using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

[Trait("Promise", "EV-06")]
public class PayloadCompilerTests
{
    [Theory]
    [InlineData("\"{\\\"columns\\\":2}\"", "{\"columns\":2}")]
    [InlineData("\"\\\"hello\\\"\"", "\"hello\"")]
    [InlineData("\"42\"", "42")]
    [InlineData("\"0\"", "0")]
    [InlineData("\"false\"", "false")]
    [InlineData("\"null\"", "null")]
    [InlineData("\" [1] \"", "[1]")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("7", "7")]
    public void Compile_JsonPayload_IsParsed(string stored, string expected)
    {
        FlagSet set = Compile(stored);

        Assert.Equal(expected, Engine.Evaluate(set, Engine.Person()).Payload?.Json.GetRawText());
        Assert.Empty(set.Reports);
    }

    [Theory]
    [InlineData("\"not json\"", "not json")]
    [InlineData("\"{\\\"a\\\":\"", "{\"a\":")]
    [InlineData("\"1 2\"", "1 2")]
    public void Compile_PayloadThatIsNotJson_StaysTextAndIsReportedOnce(string stored, string expected)
    {
        FlagSet set = Compile(stored);

        FlagPayload? payload = Engine.Evaluate(set, Engine.Person()).Payload;

        Assert.Equal((JsonValueKind.String, expected), (payload!.Json.ValueKind, payload.Json.GetString()));
        LoadReport report = Assert.Single(set.Reports);
        Assert.Equal(("flag", LoadProblem.MalformedPayload), (report.FlagKey, report.Problem));
        Assert.DoesNotContain(expected, report.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void Compile_EmptyOrNullPayload_IsNull(string stored)
    {
        FlagSet set = Compile(stored);

        Assert.Null(Engine.Evaluate(set, Engine.Person()).Payload);
        Assert.False(set[0].HasPayloads);
    }

    [Fact]
    public void Compile_EncryptedPayloads_AreIgnored() =>
        Assert.Null(Engine.Evaluate(Compile("\"1\"", ""","has_encrypted_payloads":true"""), Engine.Person()).Payload);

    [Fact]
    public void Evaluate_Payload_BelongsToTheValue()
    {
        const string Filters = """
            {"groups":[{"properties":[{"key":"v","value":"b"}],"variant":"b"},{"properties":[{"key":"v","value":"c"}],"variant":"c"},
            {"properties":[{"key":"v","value":"none"}]}],
            "multivariate":{"variants":[{"key":"b","rollout_percentage":0},{"key":"c","rollout_percentage":0}]},
            "payloads":{"true":"\"true\"","b":"\"b\"","B":"\"other\"","false":"\"false\""}}
            """;

        Assert.Equal("b", Payload("b"));
        Assert.Null(Payload("c"));
        Assert.Equal("true", Payload("none"));
        Assert.Null(Payload("off"));

        string? Payload(string value) => Engine.Evaluate(Filters, Engine.Person(("v", value))).Payload?.Json.GetString();
    }

    private static FlagSet Compile(string stored, string rest = "") =>
        Engine.Compile(Engine.Flag($$"""{"groups":[{}],"payloads":{"true":{{stored}} } }""", rest: rest));
}
