using System.Text.Json;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>With caching off, a person property from a disposed JSON document made the flag check throw.</summary>
[Trait("Promise", "FM-20")]
public sealed class DisposedJsonPropertyThrowsTests
{
    [Theory]
    [InlineData("0", LogEvents.RequestUnwritable)]
    [InlineData("00:00:30", LogEvents.CacheKeyFailed)]
    public async Task GetFlagAsync_PropertyOfDisposedDocument_LogsAndAnswersFromConfiguration(string freshFor, int logged)
    {
        await using var library = new Library(
            new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""), ("FeatureManagement:beta", "true"), ("PostHog:Cache:FreshFor", freshFor));
        JsonElement gone;
        using (JsonDocument document = JsonDocument.Parse("[1]"))
        {
            gone = document.RootElement;
        }

        FlagResult result = await library.Flags.GetFlagAsync("beta", new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["gone"] = gone } });

        Assert.Equal(FlagSource.Configuration, result.Source);
        Assert.Equal(1, library.Logs.CountOf(logged));
        Assert.Equal(0, library.PostHog.Count);
    }
}
