using System.IO.Compression;
using System.Net;
using System.Text;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Transport v0, on each of its endpoints (protocol §10.1).</summary>
[Trait("Promise", "EM-01")]
public sealed class CaptureEndpointTests
{
    private const string Batch = """
        { "api_key": "phc_emulator", "batch": [
          { "event": "$feature_flag_called", "distinct_id": "ada", "timestamp": "2026-01-02T03:04:05.678Z", "uuid": "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21",
            "properties": { "$feature_flag": "beta" } },
          { "event": "paid", "properties": { "distinct_id": "grace" } } ] }
        """;

    public static TheoryData<string> Paths =>
    [
        "/batch/", "/batch", "/capture/", "/capture", "/e/", "/e", "/i/v0/e/", "/i/v0/e", "/track/", "/track", "/engage/", "/engage", "/i/v0/ai/batch/",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_Batch_KeepsEvents(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, path, Batch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"Ok"}""", await response.Content.ReadAsStringAsync(RunningEmulator.Cancelled));
        Assert.Collection(
            running.Emulator.Events,
            called =>
            {
                Assert.Equal(("$feature_flag_called", "ada", path.TrimEnd('/')), (called.Name, called.DistinctId, called.Endpoint));
                Assert.Equal("beta", called.Properties.GetProperty("$feature_flag").GetString());
                Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), called.Timestamp);
                Assert.Equal(new Guid("0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21"), called.Uuid);
            },
            paid => Assert.Equal(("paid", "grace", null), (paid.Name, paid.DistinctId, paid.Timestamp)));
    }

    [Theory]
    [InlineData("/batch/", "gzip")]
    [InlineData("/batch/?compression=gzip-js", null)]
    [InlineData("/i/v0/e/", null)]
    public async Task Post_CompressedBatch_KeepsEvents(string path, string? encoding)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using var content = new ByteArrayContent(Gzip(Batch));
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using HttpResponseMessage response = await running.Http.PostAsync(path, content, RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, running.Emulator.Events.Count);
    }

    [Theory]
    [InlineData("/e/?compression=base64", true)]
    [InlineData("/e/", true)]
    [InlineData("/e/", false)]
    public async Task Post_Form_KeepsTheEvent(string path, bool isBase64)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using var content = new FormUrlEncodedContent([new("data", Pageview(isBase64))]);

        using HttpResponseMessage response = await running.Http.PostAsync(path, content, RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("$pageview", Assert.Single(running.Emulator.Events).Name);
    }

    [Theory]
    [InlineData("/e/", true)]
    [InlineData("/i/v0/e/", false)]
    [InlineData("/track/", true)]
    public async Task Get_DataInTheQuery_KeepsTheEvent(string path, bool isBase64)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Get, $"{path}?beacon=1&data={Uri.EscapeDataString(Pageview(isBase64))}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("größe", Assert.Single(running.Emulator.Events).DistinctId);
    }

    [Fact]
    public async Task Recordings_Always_AreAcceptedAndCounted()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/s/", "{ not read");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, running.Emulator.RequestCount("/s"));
        Assert.Empty(running.Emulator.Events);
    }

    [Theory]
    [InlineData("""{ "api_key": "phc_x", "batch": [ { "event": "a", "distinct_id": "x" } ] }""", HttpStatusCode.Unauthorized)]
    [InlineData("""{ "batch": [ { "event": "a", "distinct_id": "x" } ] }""", HttpStatusCode.Unauthorized)]
    [InlineData("""{ "api_key": "phc_emulator", "batch": [] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "batch": [ { "event": "a", "distinct_id": "x" }, { "distinct_id": "x" } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "batch": [ { "event": "a", "distinct_id": "x" }, { "event": "a" } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "event": "a", "distinct_id": "" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "event": "a", "distinct_id": "x", "properties": [] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "event": "a", "distinct_id": "x", "uuid": "1" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "api_key": "phc_emulator", "batch": [ 1 ] }""", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("7", HttpStatusCode.BadRequest)]
    public async Task Post_WrongKeyOrUnusableEvent_RefusesTheWholeBatch(string body, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/batch/", body);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(running.Emulator.Events);
    }

    [Fact]
    public async Task Post_LongOrOddId_IsReadAsPostHogDoes()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/batch/", $$"""
            { "api_key": "phc_emulator", "batch": [ { "event": "a", "distinct_id": "{{new string('x', 201)}}" }, { "event": "b", "distinct_id": 42 } ] }
            """);

        Assert.Equal([new string('x', 200), "42"], running.Emulator.Events.Select(static received => received.DistinctId));
    }

    [Fact]
    public async Task Post_TooLargeWhenDecompressed_Answers413()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        using var content = new ByteArrayContent(Gzip(new string(' ', 21 * 1024 * 1024)));
        content.Headers.ContentEncoding.Add("gzip");

        using HttpResponseMessage response = await running.Http.PostAsync("/batch/", content, RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static string Pageview(bool isBase64)
    {
        const string Json = """{ "event": "$pageview", "properties": { "token": "phc_emulator", "distinct_id": "größe" } }""";
        return isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Json)) : Json;
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
