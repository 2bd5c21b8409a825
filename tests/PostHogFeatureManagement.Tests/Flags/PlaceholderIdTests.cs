using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "ID-01")]
public sealed class PlaceholderIdTests
{
    [Theory]
    [InlineData("ServiceDistinctId", "system", 1)]
    [InlineData("FallbackDistinctId", "Guest", 1)]
    [InlineData("FallbackDistinctId", "00000000-0000-0000-0000-000000000000", 1)]
    [InlineData("FallbackDistinctId", "visitor-of-shop", 0)]
    [InlineData("FallbackDistinctId", "", 0)]
    public async Task Start_IdThatPostHogTakesForAMistake_IsWarnedAbout(string setting, string id, int warnings)
    {
        await using var library = new Library(new StubHandler(), ($"PostHog:Identity:{setting}", id));

        await library.Get<IEnumerable<IHostedService>>().OfType<StartReport>().Single().StartAsync(TestContext.Current.CancellationToken);

        (LogLevel Level, EventId Id, string Text)[] entries = [.. library.Logs.Entries.Where(static entry => entry.Id.Id == LogEvents.IdIsPlaceholder)];
        Assert.Equal(warnings, entries.Length);
        Assert.All(entries, entry => Assert.Contains($"PostHog:Identity:{setting} is '{id}'", entry.Text, StringComparison.Ordinal));
    }
}
