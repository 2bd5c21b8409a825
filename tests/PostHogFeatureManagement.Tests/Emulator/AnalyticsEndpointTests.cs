using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Transport v1 (protocol §10.10).</summary>
[Trait("Promise", "EM-01")]
public sealed class AnalyticsEndpointTests
{
    private const string RequestId = "3f6a4f0e-9c6b-4c0e-9f5c-5d0e3b0e7a11";
    private const string One = "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21";
    private const string Two = "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b22";

    [Theory]
    [InlineData("/i/v1/analytics/events", null)]
    [InlineData("/i/v1/analytics/events/", null)]
    [InlineData("/i/v1/analytics/events", "gzip")]
    [InlineData("/i/v1/analytics/events", "deflate")]
    [InlineData("/i/v1/analytics/events", "br")]
    public async Task Post_Batch_KeepsEventsAndAnswersEach(string path, string? encoding)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await PostAsync(running, Body(Event(One), Event(Two)), path: path, encoding: encoding);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(RequestId, Assert.Single(response.Headers.GetValues("PostHog-Request-Id")));
        Assert.Equal(
            $$$$"""{"results":{"{{{{One}}}}":{"result":"ok"},"{{{{Two}}}}":{"result":"ok"}}}""",
            await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled));
        Assert.Equal([new Guid(One), new Guid(Two)], running.Emulator.Events.Select(static received => received.Uuid));
    }

    [Fact]
    public async Task Post_MembersOutsideTheProperties_AreReadAsProperties()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await PostAsync(running, Body(Event(One, more: """
            , "session_id": "s1", "window_id": "w1", "options": { "process_person_profile": false, "disable_skew_correction": true },
            "properties": { "amount": 3, "$set": { "plan": "team" } }
            """)));

        Assert.Equal(
            """{"amount":3,"$set":{"plan":"team"},"$session_id":"s1","$window_id":"w1","$ignore_sent_at":true,"$process_person_profile":false}""",
            Assert.Single(running.Emulator.Events).Properties.GetRawText());
    }

    [Theory]
    [InlineData("""{ "event": "", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05Z" """, "missing_event_name")]
    [InlineData("""{ "event": "a", "distinct_id": " ", "timestamp": "2026-01-02T03:04:05Z" """, "missing_distinct_id")]
    [InlineData("""{ "event": "a", "distinct_id": "Anonymous", "timestamp": "2026-01-02T03:04:05Z" """, "invalid_distinct_id")]
    [InlineData("""{ "event": "a", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05" """, "invalid_event_timestamp")]
    [InlineData("""{ "event": "a", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05+05:30", "properties": 7 """, "malformed_event_properties")]
    public async Task Post_UnusableEvent_DropsOnlyThatOne(string start, string details)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await PostAsync(running, Body($$"""{{start}}, "uuid": "{{One}}" }""", Event(Two)));

        JsonElement results = (await RunningEmulator.JsonAsync(response)).GetProperty("results");
        Assert.Equal("drop", results.GetProperty(One).GetProperty("result").GetString());
        Assert.Equal(details, results.GetProperty(One).GetProperty("details").GetString());
        Assert.Equal("ok", results.GetProperty(Two).GetProperty("result").GetString());
        Assert.Equal(new Guid(Two), Assert.Single(running.Emulator.Events).Uuid);
    }

    [Theory]
    [InlineData(201, 3, "event_name_too_long")]
    [InlineData(3, 201, "distinct_id_too_large")]
    [InlineData(200, 200, null)]
    public async Task Post_LongNameOrId_IsDropped(int name, int distinctId, string? details)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string start = $$"""{ "event": "{{new string('n', name)}}", "distinct_id": "{{new string('d', distinctId)}}", "timestamp": "2026-01-02T03:04:05Z" """;

        using HttpResponseMessage response = await PostAsync(running, Body($$"""{{start}}, "uuid": "{{One}}" }"""));

        JsonElement result = (await RunningEmulator.JsonAsync(response)).GetProperty("results").GetProperty(One);
        Assert.Equal(details, result.TryGetProperty("details", out JsonElement found) ? found.GetString() : null);
    }

    [Theory]
    [InlineData("""{ "created_at": "2026-01-02T03:04:05Z", "batch": [] }""", "empty_batch")]
    [InlineData("""{ "created_at": "yesterday", "batch": [ VALID ] }""", "invalid_batch")]
    [InlineData("""{ "batch": [ VALID ] }""", "request_parsing_error")]
    [InlineData("""{ "created_at": "2026-01-02T03:04:05Z", "batch": [ { "event": "a" } ] }""", "request_parsing_error")]
    [InlineData("""{ "created_at": "2026-01-02T03:04:05Z", "batch": [ VALID, VALID ] }""", "duplicate_event_uuid")]
    [InlineData("""{ "created_at": "2026-01-02T03:04:05Z", "batch": [ X ] }""", "missing_event_uuid")]
    [InlineData("{", "request_parsing_error")]
    [InlineData("[]", "request_parsing_error")]
    public async Task Post_UnusableBatch_IsRefused(string body, string error)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string json = body.Replace("VALID", Event(One), StringComparison.Ordinal).Replace("X", Event("mine"), StringComparison.Ordinal);

        using HttpResponseMessage response = await PostAsync(running, json);

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, error);
        Assert.Empty(running.Emulator.Events);
    }

    [Theory]
    [InlineData("PostHog-Attempt", null, HttpStatusCode.BadRequest, "missing_required_headers")]
    [InlineData("PostHog-Attempt", "0", HttpStatusCode.BadRequest, "invalid_header_value")]
    [InlineData("PostHog-Request-Id", "mine", HttpStatusCode.BadRequest, "invalid_header_value")]
    [InlineData("PostHog-Request-Timestamp", "now", HttpStatusCode.BadRequest, "invalid_header_value")]
    [InlineData("PostHog-Sdk-Info", null, HttpStatusCode.BadRequest, "missing_required_headers")]
    [InlineData("User-Agent", null, HttpStatusCode.BadRequest, "missing_required_headers")]
    [InlineData("Authorization", null, HttpStatusCode.BadRequest, "missing_required_headers")]
    [InlineData("Authorization", "Basic x", HttpStatusCode.BadRequest, "invalid_header_value")]
    [InlineData("Authorization", "Bearer phc_x", HttpStatusCode.Unauthorized, "invalid_api_token")]
    [InlineData("Content-Type", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_content_type")]
    [InlineData("Content-Encoding", "lz4", HttpStatusCode.UnsupportedMediaType, "unsupported_encoding")]
    public async Task Post_HeaderMissingOrWrong_IsRefused(string header, string? value, HttpStatusCode status, string error)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await PostAsync(running, Body(Event(One)), changed: (header, value));

        await AssertRefusedAsync(response, status, error);
    }

    [Fact]
    public async Task Post_QuotaExceeded_Answers402()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { QuotaExceeded = true });

        using HttpResponseMessage response = await PostAsync(running, Body(Event(One)));

        await AssertRefusedAsync(response, HttpStatusCode.PaymentRequired, "billing_limit_exceeded");
    }

    [Fact]
    public async Task Get_Always_IsNotAllowed()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, "/i/v1/analytics/events");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    internal static string Event(string uuid, string name = "paid", string more = "") =>
        $$"""{ "event": "{{name}}", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05.678Z", "uuid": "{{uuid}}"{{more}} }""";

    internal static string Body(params string[] events) => $$"""{ "created_at": "2026-01-02T03:04:06Z", "batch": [{{string.Join(',', events)}}] }""";

    internal static Task<HttpResponseMessage> PostAsync(
        RunningEmulator running,
        string body,
        string path = "/i/v1/analytics/events",
        string? encoding = null,
        (string Name, string? Value)? changed = null)
    {
        var headers = new Dictionary<string, string?>
        {
            ["Authorization"] = "Bearer phc_emulator",
            ["Content-Type"] = "application/json; charset=utf-8",
            ["Content-Encoding"] = encoding,
            ["User-Agent"] = "posthog-dotnet/1",
            ["PostHog-Sdk-Info"] = "posthog-dotnet/1",
            ["PostHog-Attempt"] = "1",
            ["PostHog-Request-Id"] = RequestId,
            ["PostHog-Request-Timestamp"] = "2026-01-02T03:04:06.5Z",
        };
        if (changed is { } change)
        {
            headers[change.Name] = change.Value;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoded(body, encoding)) };
        foreach ((string name, string? value) in headers.Where(static header => header.Value is not null))
        {
            bool isOfContent = name.StartsWith("Content-", StringComparison.Ordinal);
            Assert.True(isOfContent ? request.Content.Headers.TryAddWithoutValidation(name, value) : request.Headers.TryAddWithoutValidation(name, value));
        }

        return running.Http.SendAsync(request, RunningEmulator.Cancelled);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string error)
    {
        JsonElement answer = await RunningEmulator.JsonAsync(response);
        Assert.Equal((status, error), (response.StatusCode, answer.GetProperty("error").GetString()));
        Assert.NotEmpty(answer.GetProperty("error_description").GetString()!);
        Assert.NotEmpty(answer.GetProperty("error_uri").GetString()!);
    }

    private static byte[] Encoded(string text, string? encoding)
    {
        using var buffer = new MemoryStream();
        Stream? encoder = encoding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(buffer, CompressionLevel.Fastest),
            "br" => new BrotliStream(buffer, CompressionLevel.Fastest),
            _ => null,
        };
        using (encoder)
        {
            (encoder ?? buffer).Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
