using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A person property that was part of a JSON document since disposed of threw into the gate when answers were not cached, and cost the caller PostHog's answer when they were.</summary>
[Trait("Promise", "FM-20")]
public sealed class DisposedJsonPropertyTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("00:00:30")]
    public async Task GetFlagAsync_PropertyOfADisposedDocument_IsLeftOut(string freshFor)
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""), ("PostHog:Cache:FreshFor", freshFor));
        JsonElement gone;
        using (JsonDocument document = JsonDocument.Parse("[1]"))
        {
            gone = document.RootElement;
        }

        FlagResult result = await library.Flags.GetFlagAsync(
            "beta", new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["gone"] = gone, ["plan"] = "scale" } });

        Assert.Equal(FlagSource.Remote, result.Source);
        Assert.Equal("""{"plan":"scale"}""", library.PostHog.Requests[0].Json.GetProperty("person_properties").GetRawText());
    }
}
