using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

/// <summary>Behaviour that only real sockets show.</summary>
[Trait("Promise", "RS-08")]
public class LoopbackTests
{
    private const string Json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static readonly string Body = StubHandler.FlagsJson("beta");

    [Fact]
    public async Task EvaluateAsync_RealServer_Answers()
    {
        await using var server = RawServer.Text($"{Json}Content-Length: {Body.Length}\r\n\r\n{Body}");
        using ClientFixture fixture = Fixture(server.Url);

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.True(response.Value!.Flags["beta"].IsEnabled);
        Assert.StartsWith("POST /flags/?v=2 HTTP/1.1", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Accept-Encoding: gzip, deflate, br", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task EvaluateAsync_CompressedBody_IsReadable(string encoding)
    {
        byte[] body = Compress(Body, encoding);
        byte[] head = Encoding.ASCII.GetBytes($"{Json}Content-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n");
        await using var server = RawServer.Bytes([.. head, .. body]);
        using ClientFixture fixture = Fixture(server.Url);

        WireAnswer<FlagsResponse> response = await fixture.EvaluateAsync();

        Assert.True(response.Value!.Flags["beta"].IsEnabled);
    }

    [Fact]
    [Trait("Promise", "SC-02")]
    public async Task EvaluateAsync_DecompressedBodyAboveLimit_Fails()
    {
        byte[] body = Compress($$"""{"flags":{}{{new string(' ', 11 * 1024 * 1024)}} }""", "gzip");
        byte[] head = Encoding.ASCII.GetBytes($"{Json}Content-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n");
        await using var server = RawServer.Bytes([.. head, .. body]);
        using ClientFixture fixture = Fixture(server.Url);

        Assert.Equal(WireFailure.Unreadable, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(WireFailure.Unreadable, fixture.Evaluation.LastFailure);
    }

    [Fact]
    [Trait("Promise", "RS-02")]
    public async Task EvaluateAsync_ConnectionRefused_RetriesOnceAndFails()
    {
        using ClientFixture fixture = Fixture(RawServer.RefusingUrl(), retries: 1);

        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(WireFailure.Unreachable, fixture.Evaluation.LastFailure);
        Assert.Equal(2, fixture.Logs.CountOf(LogEvents.AttemptBroke));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "RS-02")]
    public async Task EvaluateAsync_BodyTruncated_Retries(bool reset)
    {
        await using var server = RawServer.Text($"{Json}Content-Length: {Body.Length}\r\n\r\n{Body[..20]}", reset);
        using ClientFixture fixture = Fixture(server.Url, retries: 1);

        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
        Assert.Equal(WireFailure.Unreachable, fixture.Evaluation.LastFailure);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task EvaluateAsync_BodyNeverEnds_AttemptTimesOut()
    {
        await using var server = RawServer.Text($"{Json}Content-Length: {Body.Length}\r\n\r\n{Body[..20]}", keepOpen: true);
        using ClientFixture fixture = Fixture(server.Url);

        Task<WireAnswer<FlagsResponse>> call = fixture.EvaluateAsync();
        await fixture.Clock.TimerDueInAsync(TimeSpan.FromSeconds(2));
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(WireFailure.TimedOut, (await call).Failure);
    }

    [Fact]
    public async Task EvaluateAsync_ResponseIsNotHttp_Fails()
    {
        await using var server = RawServer.Text("SSH-2.0-OpenSSH_9.9\r\n");
        using ClientFixture fixture = Fixture(server.Url);

        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
    }

    [Fact]
    [Trait("Promise", "SC-02")]
    public async Task GetDefinitionsAsync_Redirect_IsNotFollowed()
    {
        await using var elsewhere = RawServer.Text($"{Json}Content-Length: 2\r\n\r\n{{}}");
        await using var server = RawServer.Text($"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Url}/flags/definitions\r\nContent-Length: 0\r\n\r\n");
        using ClientFixture fixture = Fixture(server.Url);

        WireAnswer<DefinitionsResponse> response = await fixture.GetDefinitionsAsync();

        Assert.Equal((WireFailure.UnexpectedStatus, 302), (response.Failure, response.StatusCode));
        Assert.Empty(elsewhere.Requests);
    }

    private static ClientFixture Fixture(string url, int retries = 0) => new(
        options =>
        {
            options.HostUrl = url;
            options.Client.MaxRetryAttempts = retries;
            options.Client.RetryDelay = TimeSpan.Zero;
        },
        static services => services.AddHttpClient(PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(PostHogHttp.CreateHandler));

    private static byte[] Compress(string text, string encoding)
    {
        var buffer = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Fastest),
            "br" => new BrotliStream(buffer, CompressionLevel.Fastest),
            _ => new ZLibStream(buffer, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
