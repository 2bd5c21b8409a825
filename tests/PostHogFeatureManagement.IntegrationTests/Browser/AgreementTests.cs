using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser;

/// <summary>The page and posthog-js agree: what the server rendered is what the real posthog-js answers, in a real browser.</summary>
[Trait("Promise", "FE-03")]
public sealed class AgreementTests
{
    private const int Visitors = 100;

    private static readonly string Path = $"/page?flags={string.Join(' ', BrowserFlagKinds.All)}";

    /// <summary>Half of the visitors sign in after their first page.</summary>
    [Fact]
    public async Task Flags_OfAHundredVisitors_AreTheSameOnBothSides()
    {
        string scripts = await PostHogJs.FolderAsync();
        await using Chromium browser = await Chromium.StartAsync();
        await using GateHost host = await new BrowserSite(BrowserFlagKinds.Definitions)
        {
            Listens = true,
            HasConsent = true,
            Scripts = scripts,
            Options = PostHogJsPage.Options,
            Emulator = static options =>
            {
                for (int i = 0; i < Visitors; i++)
                {
                    options.Persons[$"user-{i}"] = new Dictionary<string, object?> { ["plan"] = PlanOf(i) };
                }
            },
        }.StartAsync();
        PostHogJsPage page = await PostHogJsPage.OpenAsync(browser, host);
        var seen = new HashSet<string>();

        for (int visitor = 0; visitor < Visitors; visitor++)
        {
            await page.GoAsync(Path);
            await CheckAsync(page, seen, $"visitor {visitor}");
            if (visitor % 2 == 0)
            {
                await page.SignInAsync($"user-{visitor}", PlanOf(visitor));
                await page.GoAsync(Path);
                await CheckAsync(page, seen, $"visitor {visitor}, signed in");
            }

            await page.ForgetAsync();
        }

        Assert.Empty(page.Errors);

        // The visitors do differ.
        Assert.Superset(
            new HashSet<string>(["half true", "half false", "headline \"bold\"", "plan true", "held-out \"holdout-7\"", "by-device true", "sticky-half true"]), seen);
    }

    private static async Task CheckAsync(PostHogJsPage page, HashSet<string> seen, string who)
    {
        Dictionary<string, string> shown = await page.ShownAsync();
        Dictionary<string, string> atFirstPaint = await page.AtFirstPaintAsync();
        await page.AskPostHogAsync();
        Dictionary<string, string> now = await page.NowAsync();
        foreach ((string key, string value) in shown)
        {
            seen.Add($"{key} {value}");
            Assert.Equal((who, key, value), (who, key, AsOff(key, value, atFirstPaint[key])));
            Assert.Equal((who, key, value), (who, key, AsOff(key, value, now[key])));
        }

        Assert.Empty(await page.ViolationsAsync());
        Assert.True(await page.ReadsBeforeFirstPaintAsync());
    }

    private static string PlanOf(int user) => (user % 6) switch { 0 => "scale", 2 => "team", _ => "free" };

    // PostHog does not return a flag that is switched off, so posthog-js has no answer.
    private static string AsOff(string key, string shown, string answer) => key is "switched-off" && shown == "false" && answer == "undefined" ? "false" : answer;
}
