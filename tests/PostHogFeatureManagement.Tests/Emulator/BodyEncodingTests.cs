using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>How leniently PostHog reads the body of a <c>/flags</c> request (protocol §1.3, §2.2).</summary>
[Trait("Promise", "EM-01")]
public sealed class BodyEncodingTests
{
    private const string Body = """{ "token": "phc_emulator", "distinct_id": "ada", "evaluation_runtime": "server" }""";

    [Theory]
    [InlineData("""{ "token": "phc_emulator", "distinct_id": "ada", "person_properties": { "a": NaN, "b": -Infinity, "c": [Infinity], "d": "NaN" } }""")]
    [InlineData("""{ "token": "phc_emulator", "distinct_id": "ad\ud83da", "person_properties": { "\udc00": "\ud83d\ude00\ud83d" } }""")]
    [InlineData("""{ "token": "phc_emulator", "distinct_id": "ada \"\\\" NaN" }""")]
    public async Task Post_NoNumberOrNoText_IsRead(string body)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(running, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public async Task Post_NoText_IsReplaced()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync("""
            { "flags": [ { "id": 1, "key": "odd", "active": true, "filters": { "groups": [ { "properties": [
                { "key": "name", "type": "person", "operator": "exact", "value": "a\ufffdb\ud83d\ude00" } ] } ] } } ] }
            """);

        JsonElement answer = await running.FlagsAsync("""
            "distinct_id": "ada", "person_properties": { "name": "a\ud83db\ud83d\ude00" }
            """);

        Assert.True(answer.GetProperty("flags").GetProperty("odd").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Post_InvalidUtf8_IsReplaced()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        byte[] bytes = Encoding.Latin1.GetBytes("""{ "token": "phc_emulator", "distinct_id": "größe" }""");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(running, bytes));
    }

    [Theory]
    [InlineData("/flags?v=2", "application/json", "gzip", HttpStatusCode.OK)]
    [InlineData("/flags?v=2", "text/plain", "gzip", HttpStatusCode.OK)]
    [InlineData("/flags?v=2&compression=gzip-js", "text/plain", "gzip", HttpStatusCode.OK)]
    [InlineData("/flags?v=2", "application/json", "base64", HttpStatusCode.OK)]
    [InlineData("/flags?v=2&compression=base64", "text/plain", "base64", HttpStatusCode.OK)]
    [InlineData("/flags?v=2", "application/x-www-form-urlencoded", "form", HttpStatusCode.OK)]
    [InlineData("/flags?v=2&compression=base64", "application/x-www-form-urlencoded", "form", HttpStatusCode.OK)]
    [InlineData("/flags?v=2", "application/x-www-form-urlencoded", "json form", HttpStatusCode.BadRequest)]
    [InlineData("/flags?v=2", "application/x-www-form-urlencoded", "", HttpStatusCode.BadRequest)]
    [InlineData("/flags?v=2", "text/xml", "", HttpStatusCode.BadRequest)]
    [InlineData("/flags?v=2&compression=zstd", "application/json", "", HttpStatusCode.BadRequest)]
    public async Task Post_Encoding_IsReadOrRefused(string path, string contentType, string encoding, HttpStatusCode expected)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Body));
        byte[] bytes = encoding switch
        {
            "gzip" => Gzip(Body),
            "base64" => Encoding.ASCII.GetBytes(base64),
            "form" => Encoding.ASCII.GetBytes($"data={Uri.EscapeDataString(base64)}"),
            "json form" => Encoding.ASCII.GetBytes($"data={Uri.EscapeDataString(Body)}"),
            _ => Encoding.UTF8.GetBytes(Body),
        };

        Assert.Equal(expected, await PostAsync(running, bytes, path, contentType));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{ "token": "phc_emulator", "distinct_id": "ada" }]""")]
    public async Task Post_Array_IsRefused(string body)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(running, Encoding.UTF8.GetBytes(body)));
    }

    private static async Task<HttpStatusCode> PostAsync(
        RunningEmulator running, byte[] body, string path = "/flags?v=2", string contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using HttpResponseMessage response = await running.Http.PostAsync(path, content, RunningEmulator.Cancelled);
        return response.StatusCode;
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
