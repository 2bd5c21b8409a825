using System.Text.Json;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>With caching off, a person property from a disposed JSON document made the flag check throw.</summary>
[Trait("Promise", "FM-20")]
public sealed class DisposedJsonPropertyThrowsTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("00:00:30")]
    public async Task GetFlagAsync_PropertyOfDisposedDocument_IsLeftOut(string freshFor)
    {
        await using var library = new Library(
            new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""), ("PostHog:Cache:FreshFor", freshFor));
        JsonElement gone;
        using (JsonDocument document = JsonDocument.Parse("[1]"))
        {
            gone = document.RootElement;
        }

        var caller = new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["gone"] = gone } };
        FlagResult result = await library.Flags.GetFlagAsync("beta", caller);

        Assert.Equal(FlagSource.Remote, result.Source);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }
}
