using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Emulator.Hosting;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>A PostHog that fails and recovers on the same port. After the recovery the flag is off, which distinguishes fresh answers.</summary>
internal sealed class RecoverablePostHog : IAsyncDisposable
{
    private readonly LoopbackPort _port = new(0);
    private readonly EmulatorServer _server;
    private readonly byte[] _off;
    private volatile OutageKind? _outage;
    private volatile byte[] _answers = RemoteAnswers.Sixty();

    private RecoverablePostHog()
    {
        _server = new EmulatorServer(_port, AnswerAsync, NullLoggerFactory.Instance);
        JsonNode off = JsonNode.Parse(_answers)!;
        off["flags"]![Documents.Gate]!["enabled"] = false;
        _off = System.Text.Encoding.UTF8.GetBytes(off.ToJsonString());
    }

    public Uri Address => new($"http://127.0.0.1:{_port.Number}");

    public static async Task<RecoverablePostHog> StartAsync()
    {
        var posthog = new RecoverablePostHog();
        await posthog._server.StartAsync(CancellationToken.None);
        return posthog;
    }

    public async Task FailAsync(OutageKind kind)
    {
        _outage = kind;
        if (kind.Refuses)
        {
            await _server.StopAsync();
        }
    }

    public async Task RecoverAsync()
    {
        _answers = _off;
        _outage = null;
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _port.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        OutageKind? outage = _outage;
        if (outage?.Answer is { } fail)
        {
            await fail(context);
            return;
        }

        await Task.Delay(outage?.Latency ?? TimeSpan.Zero);

        byte[] answers = _answers;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answers.Length;
        await context.Response.Body.WriteAsync(answers);
    }
}
