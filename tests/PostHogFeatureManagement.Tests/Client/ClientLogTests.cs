using System.Net;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "SC-01")]
public class ClientLogTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Logs_EveryKindOfTrouble_ContainNoKeysAndNoPeople()
    {
        using var fixture = new ClientFixture(static options => options.Client.RetryDelay = TimeSpan.Zero);
        fixture.PostHog
            .Throws(new HttpRequestException($"phc_project_token {ClientFixture.SecretKey} user-1"))
            .Throws(new InvalidOperationException(ClientFixture.SecretKey))
            .Status(HttpStatusCode.Unauthorized).Status(HttpStatusCode.Unauthorized)
            .Status(HttpStatusCode.Forbidden).Status(HttpStatusCode.PaymentRequired)
            .Json($"{{\"{ClientFixture.SecretKey}").Flags("beta").Status(HttpStatusCode.InternalServerError);

        for (int i = 0; i < 20; i++)
        {
            await fixture.EvaluateAsync();
            await fixture.GetDefinitionsAsync("\"x\"");
            fixture.Clock.Advance(Pause);
        }

        Assert.NotEmpty(fixture.Logs.Entries);
        Assert.All(
            [ClientFixture.SecretKey, ClientFixture.ProjectToken, "user-1", "/flags"],
            secret => Assert.DoesNotContain(secret, fixture.Logs.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Logs_LastingRefusal_WarnOnceAndReportItsEnd()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.Unauthorized);
        await fixture.EvaluateAsync(10);
        fixture.Clock.Advance(Pause);
        await fixture.EvaluateAsync(10);
        fixture.PostHog.Flags("beta");
        fixture.Clock.Advance(Pause);
        await fixture.EvaluateAsync(10);

        (LogLevel level, _, string text) = Assert.Single(fixture.Logs.Entries, static entry => entry.Id.Id == LogEvents.EvaluationFailed);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("Unauthorized", text, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.EvaluationRecovered));
    }

    [Fact]
    public async Task Logs_RefusalChanges_WarnAgain()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.PaymentRequired).Status(HttpStatusCode.NotFound);

        await fixture.EvaluateAsync(6);

        Assert.Equal(2, fixture.Logs.CountOf(LogEvents.EvaluationFailed));
    }

    /// <summary>One caller's odd request says nothing about PostHog. The next caller's success is no recovery.</summary>
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    public async Task Logs_OneCallersRequestIsRejected_AreEmpty(HttpStatusCode status)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(status).Flags("beta").Status(status).Flags("beta");

        await fixture.EvaluateAsync(4);

        Assert.Empty(fixture.Logs.Entries);
    }

    [Fact]
    public async Task Logs_DefinitionsRefused_LeaveWarningToCaller()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Status(HttpStatusCode.Unauthorized);

        await fixture.GetDefinitionsAsync();

        Assert.Equal(0, fixture.Logs.CountOf(LogEvents.EvaluationFailed));
    }

    [Fact]
    public async Task Logs_RateLimitNear_WarnOncePerHour()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json("""{"flags":{}}""", HttpStatusCode.OK, ("X-PostHog-Rate-Limit-Warning", "true"));

        await fixture.EvaluateAsync(5);
        Assert.Equal(1, fixture.Logs.CountOf(LogEvents.RateLimitNear));
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        await fixture.EvaluateAsync(5);

        Assert.Equal(2, fixture.Logs.CountOf(LogEvents.RateLimitNear));
    }

    [Theory]
    [Trait("Promise", "EV-06")]
    [InlineData("""{"flags":{"a":{"enabled":true,"metadata":{"payload":"not json"}},"b":{"enabled":true,"metadata":{"payload":"{\"c\":1}"}}}}""")]
    [InlineData("""{"featureFlags":{"a":"x","b":true},"featureFlagPayloads":{"a":"{","b":"1"}}""")]
    public async Task Logs_PayloadIsNotJson_WarnOncePerFlag(string answer)
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Json(answer);
        await fixture.EvaluateAsync(3);
        fixture.PostHog.Json(answer.Replace("\"b\"", "\"other\"", StringComparison.Ordinal).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        await fixture.EvaluateAsync(3);

        Assert.Equal(2, fixture.Logs.Entries.Count);
        Assert.All(fixture.Logs.Entries, static entry => Assert.Equal((LogLevel.Warning, LogEvents.PayloadMalformed), (entry.Level, entry.Id.Id)));
        Assert.Contains("flag a ", fixture.Logs.Entries[0].Text, StringComparison.Ordinal);
        Assert.Contains("flag b ", fixture.Logs.Entries[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "EV-06")]
    public async Task Logs_TooManyPayloadsAreNotJson_StopWarning()
    {
        using var fixture = new ClientFixture();
        IEnumerable<string> flags = Enumerable.Range(0, 1_500).Select(static key => $$"""  "{{key}}":{"enabled":true,"metadata":{"payload":"?"} } """);
        fixture.PostHog.Json($$"""{"flags":{ {{string.Join(',', flags)}} } }""");

        await fixture.EvaluateAsync(2);

        Assert.Equal(1_001, fixture.Logs.CountOf(LogEvents.PayloadMalformed));
    }

    [Fact]
    public async Task Logs_NothingWrong_AreEmpty()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Flags("beta");

        await fixture.EvaluateAsync(5);

        Assert.Empty(fixture.Logs.Entries);
    }
}
