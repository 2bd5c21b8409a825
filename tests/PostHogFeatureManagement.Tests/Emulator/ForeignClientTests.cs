using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The requests of PostHog's own clients for Python and .NET, byte for byte (Fixtures/Clients/README.md).</summary>
[Trait("Promise", "EM-02")]
public sealed class ForeignClientTests
{
    private static readonly JsonElement Recorded =
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Clients", "requests.json")));

    public static TheoryData<string> Requests => [.. Recorded.GetProperty("requests").EnumerateArray().Select(static request => Text(request, "name"))];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Send_RecordedRequest_GetsWhatTheClientNeeds(string name)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(Recorded.GetProperty("definitions").GetRawText());
        JsonElement recorded = Recorded.GetProperty("requests").EnumerateArray().Single(request => Text(request, "name") == name);

        using HttpResponseMessage response = await running.Http.SendAsync(await RequestAsync(running, recorded), RunningEmulator.Cancelled);

        Assert.Equal(recorded.GetProperty("status").GetInt32(), (int)response.StatusCode);
        if (recorded.TryGetProperty("flags", out JsonElement expected))
        {
            Assert.Equal(Values(expected), Records((await RunningEmulator.JsonAsync(response)).GetProperty("flags")));
        }

        if (recorded.TryGetProperty("payload", out JsonElement payload))
        {
            Assert.Equal(payload.GetString(), (await RunningEmulator.JsonAsync(response)).GetString());
        }

        if (recorded.TryGetProperty("events", out JsonElement events))
        {
            IReadOnlyList<PostHogEmulatorEvent> received = running.Emulator.Events;
            Assert.Equal(events.EnumerateArray().Select(static one => one.GetString()), received.Select(static one => one.Name));
            Assert.All(received, static one => Assert.Equal("ada", one.DistinctId));
            Assert.All(received.Where(static one => one.Name == "purchase"), static one => Assert.Equal("grüße 🎈", Text(one.Properties, "text")));
        }
    }

    private static async Task<HttpRequestMessage> RequestAsync(RunningEmulator running, JsonElement recorded)
    {
        var request = new HttpRequestMessage(new HttpMethod(Text(recorded, "method")), Text(recorded, "path"));
        if (recorded.TryGetProperty("body", out JsonElement body))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body.GetString()!);
            bool isCompressed = recorded.TryGetProperty("gzip", out _);
            request.Content = new ByteArrayContent(isCompressed ? Compress(bytes) : bytes);
            if (isCompressed)
            {
                request.Content.Headers.ContentEncoding.Add("gzip");
            }
        }

        using HttpResponseMessage definitions = await running.GetDefinitionsAsync();
        string etag = definitions.Headers.ETag!.Tag.Trim('"');
        foreach (JsonProperty header in recorded.GetProperty("headers").EnumerateObject())
        {
            string value = header.Value.GetString()!.Replace("{etag}", etag, StringComparison.Ordinal);
            Assert.True(request.Headers.TryAddWithoutValidation(header.Name, value) || request.Content!.Headers.TryAddWithoutValidation(header.Name, value), header.Name);
        }

        return request;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static Dictionary<string, string> Values(JsonElement expected) =>
        expected.EnumerateObject().ToDictionary(static flag => flag.Name, static flag => flag.Value.ToString(), StringComparer.Ordinal);

    private static Dictionary<string, string> Records(JsonElement flags) => flags.EnumerateObject().ToDictionary(
        static flag => flag.Name,
        static flag => flag.Value.GetProperty("variant").GetString() ?? flag.Value.GetProperty("enabled").GetBoolean().ToString(),
        StringComparer.Ordinal);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
