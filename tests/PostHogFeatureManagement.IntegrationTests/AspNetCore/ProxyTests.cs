using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

/// <summary>Requests of posthog-js through the application.</summary>
[Trait("Promise", "FE-03")]
public sealed class ProxyTests : IDisposable
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("on"));

    private readonly Upstream _upstream = new();

    public void Dispose() => _upstream.Dispose();

    [Fact]
    public async Task Post_Flags_AnswersAsPostHog()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();
        using var body = new ByteArrayContent(Compress("""{"token":"phc_emulator","distinct_id":"a1"}"""));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        using HttpResponseMessage response = await host.Client.PostAsync("/ingest/flags/?v=2", body, TestContext.Current.CancellationToken);

        Assert.Contains("\"key\":\"on\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    [Trait("Promise", "SC-06")]
    public async Task Any_Request_PassesOnOnlyWhatPostHogNeeds()
    {
        await using GateHost host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/e/?ip=1&_=%20x") { Content = new StringContent("abc", Encoding.UTF8, "text/plain") };
        request.Headers.Add("Cookie", "session=secret");
        request.Headers.Add("Authorization", "Bearer secret");
        request.Headers.Add("X-Api-Key", "secret");
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("User-Agent", "Browser/1.0");
        request.Headers.Add("Origin", "https://shop.example");
        _upstream.Answer = static _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Headers = { { "Set-Cookie", "a=b" }, { "Retry-After", "7" }, { "Server", "secret" }, { "Access-Control-Allow-Origin", "*" } },
            Content = new StringContent("slow down"),
        };

        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        HttpRequestMessage seen = Assert.Single(_upstream.Requests);
        Assert.Equal($"{host.PostHog.BaseAddress.AbsoluteUri}e/?ip=1&_=%20x", seen.RequestUri!.AbsoluteUri);
        Assert.Equal("abc", Encoding.UTF8.GetString(_upstream.Bodies.Single()));
        Assert.Equal("text/plain; charset=utf-8", seen.Content!.Headers.ContentType!.ToString());
        Assert.Equal(["Origin", "User-Agent", "X-Forwarded-For"], seen.Headers.Select(static header => header.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["203.0.113.7"], seen.Headers.GetValues("X-Forwarded-For"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "7"), (response.StatusCode, response.Headers.RetryAfter!.ToString()));
        Assert.Equal(["Content-Security-Policy", "Retry-After", "X-Content-Type-Options"], response.Headers.Select(static header => header.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/ingest/static/array.js", "https://eu-assets.i.posthog.com/static/array.js")]
    [InlineData("/ingest/array/phc_x/config.js", "https://eu-assets.i.posthog.com/array/phc_x/config.js")]
    [InlineData("/ingest/flags?v=2", "https://eu.i.posthog.com/flags?v=2")]
    [InlineData("/ingest/i/v0/e/", "https://eu.i.posthog.com/i/v0/e/")]
    public async Task Get_PostHogsCloud_ScriptsComeFromTheirHost(string path, string expected)
    {
        await using GateHost host = await StartAsync(static services =>
            services.PostConfigure<PostHogFeatureManagementOptions>(static options => options.HostUrl = "https://eu.i.posthog.com"));

        using HttpResponseMessage response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Contains(expected, _upstream.Requests.Select(static request => request.RequestUri!.AbsoluteUri));
    }

    [Theory]
    [InlineData("GET", "/ingest/_emulator/flags", HttpStatusCode.NotFound)]
    [InlineData("GET", "/ingest/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/ingest/a/%2e%2e/%2e%2e/b", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/ingest/e/", HttpStatusCode.MethodNotAllowed)]
    public async Task Any_OtherRequest_IsNotPassedOn(string method, string path, HttpStatusCode expected)
    {
        await using GateHost host = await StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task Post_SwitchedOff_IsNotPassedOn()
    {
        await using GateHost host = await StartAsync();
        host.Turn(on: false);

        using HttpResponseMessage response = await host.Client.GetAsync("/ingest/flags", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    [Trait("Promise", "SC-06")]
    public async Task Post_TooLong_Is413()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Listens = true }.StartAsync();
        using var known = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]);
        using var streamed = new StreamContent(new Endless());

        using HttpResponseMessage first = await host.Client.PostAsync("/ingest/e/", known, TestContext.Current.CancellationToken);
        HttpStatusCode? second = await StatusAsync(() => host.Client.PostAsync("/ingest/e/", streamed, TestContext.Current.CancellationToken));

        // The connection may be cut before the answer is read.
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, first.StatusCode);
        Assert.Contains(second, (HttpStatusCode?[])[null, HttpStatusCode.RequestEntityTooLarge]);
    }

    [Fact]
    public async Task Get_NoAnswer_Is502()
    {
        await using GateHost host = await StartAsync();
        _upstream.Answer = static _ => throw new HttpRequestException("refused");

        using HttpResponseMessage response = await host.Client.GetAsync("/ingest/flags", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task Get_AnswerHangs_Is504AfterTheTime()
    {
        var clock = new ManualTimeProvider();
        await using GateHost host = await StartAsync(services => services.AddKeyedSingleton<TimeProvider>("PostHog", clock));
        _upstream.Answer = null;

        Task<HttpResponseMessage> pending = host.Client.GetAsync("/ingest/flags", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => _upstream.Requests.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(31));
        using HttpResponseMessage response = await pending;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task Get_EndlessAnswer_IsCut()
    {
        await using GateHost host = await StartAsync();
        _upstream.Answer = static _ => new HttpResponseMessage { Content = new StreamContent(new Endless()) };

        await Assert.ThrowsAnyAsync<Exception>(() => host.Client.GetByteArrayAsync("/ingest/flags", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Map_PathThatIsNoRoute_MapsNothingAndSaysSo()
    {
        await using GateHost host = await new BrowserSite(Definitions) { Pipeline = static app => app.MapPostHogProxy("/{broken") }.StartAsync();

        Assert.Contains(host.Logs.Troubles, static entry => entry.Message.StartsWith("MapPostHogProxy() mapped no endpoints", StringComparison.Ordinal));
    }

    private Task<GateHost> StartAsync(Action<IServiceCollection>? services = null) => new BrowserSite(Definitions)
    {
        Configuration = [new("PostHog:Definitions:PollInterval", "1.00:00:00")],
        Services = all =>
        {
            all.AddHttpClient("PostHogFeatureManagement.Proxy").ConfigurePrimaryHttpMessageHandler(() => _upstream);
            services?.Invoke(all);
        },
        Pipeline = static app => app.Use(static (context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
            return next(context);
        }),
    }.StartAsync();

    private static async Task<HttpStatusCode?> StatusAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using HttpResponseMessage response = await send();
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    /// <summary>PostHog, at the edge of this process.</summary>
    private sealed class Upstream : HttpMessageHandler
    {
        /// <summary>Null: no answer ever comes.</summary>
        public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; set; } = static _ => new HttpResponseMessage();

        public List<HttpRequestMessage> Requests { get; } = [];

        public List<byte[]> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                Bodies.Add(await content.ReadAsByteArrayAsync(cancellationToken));
            }

            Requests.Add(request);
            if (Answer is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return Answer!(request);
        }
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
