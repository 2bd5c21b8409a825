using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Events;

/// <summary>What goes over the wire for events, in both protocols.</summary>
[Trait("Promise", "EX-08")]
public sealed class EventsExchangeTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 8, 34, 5, 7, TimeSpan.FromHours(5.5));

    [Fact]
    public async Task SendEventsAsync_Batch_HasKeyAndEventsInBody()
    {
        using var fixture = new ClientFixture();
        WireEvent sent = Event("""{"$lib":"x","amount":1.50}""");

        await SendAsync(fixture, sent);

        StubRequest request = Assert.Single(fixture.PostHog.Events.Requests);
        Assert.Equal((HttpMethod.Post, "https://us.i.posthog.com/batch/"), (request.Method, request.Url));
        Assert.Equal(["api_key", "sent_at", "batch"], request.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(ClientFixture.ProjectToken, request.Json.GetProperty("api_key").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", request.Json.GetProperty("sent_at").GetString());
        Assert.Equal(
            $$$"""{"event":"paid","uuid":"{{{sent.Uuid}}}","distinct_id":"ada","timestamp":"2026-03-01T03:04:05.007Z","properties":{"$lib":"x","amount":1.50}}""",
            Assert.Single(request.Events).GetRawText());
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.False(request.Headers.ContainsKey("Content-Encoding"));
    }

    [Theory]
    [InlineData(PostHogEventsProtocol.Batch)]
    [InlineData(PostHogEventsProtocol.Analytics)]
    public async Task SendEventsAsync_LargeBody_IsCompressed(PostHogEventsProtocol protocol)
    {
        using var fixture = new ClientFixture(options => options.Events.Protocol = protocol);

        await SendAsync(fixture, Event($$"""{"text":"{{new string('x', 2000)}}"}"""));

        StubRequest request = Assert.Single(fixture.PostHog.Events.Requests);
        Assert.Equal(("gzip", "application/json"), (request.Headers["Content-Encoding"], request.Headers["Content-Type"]));
        Assert.Equal(2000, Assert.Single(request.Events).GetProperty("properties").GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task SendEventsAsync_Analytics_HasKeyInHeadersAndSpecialPropertiesInTheirPlaces()
    {
        using var fixture = new ClientFixture(static options => options.Events.Protocol = PostHogEventsProtocol.Analytics);
        WireEvent sent = Event(
            """
            {"amount":1.50,"$lib":"x","$lib_version":"1","$session_id":"s","$window_id":"w","$cookieless_mode":true,"$ignore_sent_at":true,"$process_person_profile":false,
            "$product_tour_id":"t","$set":{"a":1},"$set_once":{},"$groups":{"company":"mit"},"$geoip_disable":true,"$is_server":true,"distinct_id":"x"}
            """);

        await SendAsync(fixture, sent);

        StubRequest request = Assert.Single(fixture.PostHog.Events.Requests);
        Assert.Equal("https://us.i.posthog.com/i/v1/analytics/events", request.Url);
        Assert.Equal("Bearer " + ClientFixture.ProjectToken, request.Headers["Authorization"]);
        Assert.Matches("^PostHogFeatureManagement/\\d+\\.\\d+\\.\\d+$", request.Headers["PostHog-Sdk-Info"]);
        Assert.Equal("3", request.Headers["PostHog-Attempt"]);
        Assert.True(Guid.TryParse(request.Headers["PostHog-Request-Id"], out _));
        Assert.Equal("2026-03-01T12:00:00.000Z", request.Headers["PostHog-Request-Timestamp"]);
        Assert.Contains("PostHogFeatureManagement", request.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal(["created_at", "batch"], request.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(
            $$$"""
            {"event":"paid","uuid":"{{{sent.Uuid}}}","distinct_id":"ada","timestamp":"2026-03-01T03:04:05.007Z","session_id":"s","window_id":"w","options":{"cookieless_mode":true,"disable_skew_correction":true,"process_person_profile":false,"product_tour_id":"t"},"properties":{"amount":1.50,"$set":{"a":1},"$set_once":{},"$groups":{"company":"mit"},"$geoip_disable":true,"$is_server":true}}
            """,
            Assert.Single(request.Events).GetRawText());
    }

    [Fact]
    public async Task SendEventsAsync_AnalyticsWithWrongTypes_LeavesThemOut()
    {
        using var fixture = new ClientFixture(static options => options.Events.Protocol = PostHogEventsProtocol.Analytics);

        await SendAsync(fixture, Event("""{"$session_id":1,"$cookieless_mode":"maybe","$product_tour_id":true}"""));

        JsonElement sent = Assert.Single(Assert.Single(fixture.PostHog.Events.Requests).Events);
        Assert.Equal(["event", "uuid", "distinct_id", "timestamp", "options", "properties"], sent.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(("{}", "{}"), (sent.GetProperty("options").GetRawText(), sent.GetProperty("properties").GetRawText()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":{"x":{"result":"retry"},"7b0f0b0e-0000-7000-8000-000000000000":{"result":7}}}""")]
    public async Task SendEventsAsync_AnalyticsAnswerNotUnderstood_IsFinal(string body)
    {
        using var fixture = new ClientFixture(static options => options.Events.Protocol = PostHogEventsProtocol.Analytics);
        fixture.PostHog.Events.Json(body);

        WireAnswer<EventsResponse> answer = await SendAsync(fixture, Event("{}"));

        Assert.Equal(WireFailure.None, answer.Failure);
        Assert.Empty(answer.Value!.WantedAgain);
    }

    [Fact]
    public async Task SendEventsAsync_NoAnswer_EndsAfterTheAttemptTimeout()
    {
        using var fixture = new ClientFixture();
        fixture.PostHog.Events.Hangs();

        Task<WireAnswer<EventsResponse>> send = SendAsync(fixture, Event("{}"));
        await fixture.PostHog.Events.ReceivedAsync(1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(WireFailure.TimedOut, (await send).Failure);
        Assert.Equal(1, fixture.Get<PostHogFeatureManagement.Client.Resilience.IClientStatus>().Events.Failed);
        Assert.Equal(0, fixture.Evaluation.Failed);
    }

    private static WireEvent Event(string properties) => new(Guid.CreateVersion7(), "paid", "ada", Time, Encoding.UTF8.GetBytes(properties));

    private static Task<WireAnswer<EventsResponse>> SendAsync(ClientFixture fixture, params WireEvent[] events) =>
        fixture.Client.SendEventsAsync(new EventsRequest(events, Guid.NewGuid(), 3), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
}
