using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-01")]
public sealed class EventsEndpointTests
{
    private const string Batch = """
        { "api_key": "phc_emulator", "batch": [
          { "event": "$feature_flag_called", "distinct_id": "ada", "properties": { "$feature_flag": "beta" } },
          { "event": "paid", "properties": { "distinct_id": "grace" } } ] }
        """;

    [Theory]
    [InlineData("/batch/")]
    [InlineData("/batch")]
    [InlineData("/capture/")]
    [InlineData("/e/")]
    public async Task Post_Batch_KeepsEvents(string path)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, path, Batch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Collection(
            running.Emulator.Events,
            called =>
            {
                Assert.Equal("$feature_flag_called", called.Name);
                Assert.Equal("ada", called.DistinctId);
                Assert.Equal("beta", called.Properties.GetProperty("$feature_flag").GetString());
            },
            paid => Assert.Equal(("paid", "grace"), (paid.Name, paid.DistinctId)));
    }

    [Theory]
    [InlineData("/batch/", "gzip")]
    [InlineData("/batch/?compression=gzip-js", null)]
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

    [Fact]
    public async Task Post_Base64Form_KeepsTheEvent()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string data = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{ "event": "$pageview", "properties": { "token": "phc_emulator" } }"""));
        using var content = new FormUrlEncodedContent([new("data", data)]);

        using HttpResponseMessage response = await running.Http.PostAsync("/e/?compression=base64", content, RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("$pageview", Assert.Single(running.Emulator.Events).Name);
    }

    [Theory]
    [InlineData("""{ "api_key": "phc_x", "batch": [ { "event": "a" } ] }""", HttpStatusCode.Unauthorized)]
    [InlineData("""{ "batch": [ { "event": "a" } ] }""", HttpStatusCode.Unauthorized)]
    [InlineData("""{ "api_key": "phc_emulator", "batch": [ { "name": "a" } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    public async Task Post_WrongKeyOrMissingName_IsRefused(string body, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/batch/", body);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(running.Emulator.Events);
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

    [Fact]
    public async Task Events_MoreThanCapacity_DropsTheOldest()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string events = string.Join(',', Enumerable.Range(0, 1005).Select(number => $$"""{ "event": "e{{number}}" }"""));

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Post, "/batch/", $$"""{ "api_key": "phc_emulator", "batch": [{{events}}] }""");

        IReadOnlyList<PostHogEmulatorEvent> kept = running.Emulator.Events;
        Assert.Equal((1000, "e5", "e1004"), (kept.Count, kept[0].Name, kept[^1].Name));
        JsonElement listed = await running.GetAsync("/_emulator/events");
        Assert.Equal(1005, listed.GetProperty("received").GetInt32());
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
