using System.Text;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "DX-06")]
public sealed class TypedExportTests
{
    private const string Person = """{"key":"email","type":"person","operator":"exact","value":"ada@quill.example"}""";
    private const string Everyone = """{"properties":[],"rollout_percentage":100}""";
    private const string Multivariate = """
        "multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]},
        """;

    [Fact]
    public async Task ExportTyped_Flags_AreOneALineInOrderWithoutConditionsAndValues()
    {
        string definitions = $$$"""
            {
              "flags": [
                {
                  "id": 2, "key": "headline", "name": "Größer \"and\" <bold>", "active": true,
                  "filters": {
                    "groups": [{"properties":[{{{Person}}}],"rollout_percentage":100}],
                    "multivariate": {"variants":[{"key":"bold","rollout_percentage":33.4},{"key":"plain","rollout_percentage":66.6}]},
                    "payloads": {"bold":"{\"secret\":\"value\"}","plain":"[1]"}
                  }
                },
                {"id": 1, "key": "beta", "active": false, "filters": {"groups":[{{{Everyone}}}],"payloads":{"true":"7"} } },
                {"id": 3, "key": "gone", "active": true, "deleted": true, "filters": {"groups":[{{{Everyone}}}]}}
              ],
              "cohorts": {"1":{"type":"AND","values":[{{{Person}}}]}}
            }
            """;

        Assert.Equal(
            """
            {
              "typedFlags": 1,
              "flags": [
                {"key":"beta","active":false,"audience":"no one","decided":"local","payload":"number"},
                {"key":"headline","name":"Größer \"and\" <bold>","active":true,"audience":"persons","decided":"local","variants":[{"key":"bold","percentage":33.4,"payload":{"secret":"string"}},{"key":"plain","percentage":66.6,"payload":["number"]}]}
              ]
            }

            """.ReplaceLineEndings("\n"),
            await ExportAsync(definitions));
    }

    [Fact]
    public async Task ExportTyped_NoFlags_IsAnEmptyList() =>
        Assert.Equal("{\n  \"typedFlags\": 1,\n  \"flags\": []\n}\n", await ExportAsync("""{"flags":[]}"""));

    [Theory]
    [InlineData($"[{Everyone}]", "", "everyone")]
    [InlineData($$"""[{"properties":[{{Person}}],"rollout_percentage":5},{{Everyone}}]""", "", "everyone")]
    [InlineData($$"""[{"properties":[{{Person}}],"rollout_percentage":5},{{Everyone}}]""", "\"early_exit\":true,", "persons")]
    [InlineData("""[{"properties":[],"rollout_percentage":99}]""", "", "persons")]
    [InlineData("""[{"properties":[],"rollout_percentage":0}]""", "", "no one")]
    [InlineData("[]", "", "no one")]
    [InlineData($"[{Everyone}]", Multivariate, "persons")]
    [InlineData("""[{"properties":[],"rollout_percentage":100,"variant":"b"}]""", Multivariate, "everyone")]
    [InlineData($$"""[{"properties":[{{Person}}],"rollout_percentage":100,"variant":"a"},{"properties":[],"rollout_percentage":100,"variant":"b"}]""", Multivariate, "persons")]
    [InlineData($"[{Everyone}]", "\"holdout\":{\"id\":1,\"exclusion_percentage\":10},", "persons")]
    [InlineData($"[{Everyone}]", "\"aggregation_group_type_index\":0,", "groups")]
    public async Task ExportTyped_Audience_SaysForWhomTheFlagIs(string groups, string settings, string audience)
    {
        string exported = await ExportAsync(
            $$$"""{"flags":[{"id":1,"key":"x","active":true,"filters":{{{{settings}}}"groups":{{{groups}}}}}],"group_type_mapping":{"0":"company"}}""");

        Assert.Contains($"\"audience\":\"{audience}\"", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportTyped_FlagThatOnlyPostHogCanDecide_SaysSo() => Assert.Contains(
        "\"decided\":\"server\"",
        await ExportAsync("""{"flags":[{"id":1,"key":"x","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{"properties":[],"rollout_percentage":50}]}}]}"""),
        StringComparison.Ordinal);

    [Fact]
    public async Task ExportTyped_WithoutDefinitions_Throws()
    {
        await using var library = new Library(new StubHandler());
        using var destination = new MemoryStream();
        IPostHogDefinitions definitions = library.Get<IPostHogDefinitions>();

        await Assert.ThrowsAsync<ArgumentNullException>(() => definitions.ExportTypedAsync(null!, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => definitions.ExportTypedAsync(destination, TestContext.Current.CancellationToken));
    }

    private static async Task<string> ExportAsync(string definitions)
    {
        await using var library = new Library(new StubHandler().Json(definitions));
        await library.RefreshAsync();
        using var destination = new MemoryStream();
        await library.Get<IPostHogDefinitions>().ExportTypedAsync(destination, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(destination.ToArray());
    }
}
