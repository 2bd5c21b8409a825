using System.Net;
using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed partial class PageTests
{
    [Fact]
    public async Task Page_Always_ServesItsPartsAndAStrictPolicy()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage page = await running.SendAsync(HttpMethod.Get, "/");
        string html = await page.Content.ReadAsStringAsync(RunningEmulator.Cancelled);

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        string[] parts = [.. Link().Matches(html).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("data:", StringComparison.Ordinal))];
        Assert.Equal(["_emulator/page.css", "_emulator/page.js"], parts);
        foreach (string part in parts)
        {
            using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, part);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/_emulator/page.css")]
    [InlineData("/_emulator/page.js")]
    public async Task Page_Always_LoadsNothingFromOtherHostsAndWritesNoMarkup(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, path);
        string text = await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled);
        text = text.Replace("xmlns='http://www.w3.org/2000/svg'", string.Empty, StringComparison.Ordinal);

        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        Assert.DoesNotContain("insertAdjacentHTML", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownPath_Answers404()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage control = await running.SendAsync(HttpMethod.Get, "/_emulator/nope");
        using HttpResponseMessage other = await running.SendAsync(HttpMethod.Get, "/nope");

        Assert.Equal(HttpStatusCode.NotFound, control.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Link();
}
