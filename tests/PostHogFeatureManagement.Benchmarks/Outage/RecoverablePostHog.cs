using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Emulator.Hosting;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>A PostHog that fails and comes back on the same port. Once it is back the gate is off, so that fresh answers are told from all others.</summary>
internal sealed class RecoverablePostHog : IAsyncDisposable
{
    private readonly LoopbackPort _port = new(0);
    private readonly EmulatorServer _server;
    private readonly byte[] _off;
    private volatile Trouble? _trouble;
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

    public async Task FailAsync(Trouble trouble)
    {
        _trouble = trouble;
        if (trouble.Refuses)
        {
            await _server.StopAsync();
        }
    }

    public async Task RecoverAsync()
    {
        _answers = _off;
        _trouble = null;
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _port.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Trouble? trouble = _trouble;
        if (trouble is { Hangs: true })
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (trouble is not null)
        {
            context.Response.StatusCode = trouble.Status;
            context.Response.Headers.RetryAfter = trouble.RetryAfter;
            return;
        }

        byte[] answers = _answers;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answers.Length;
        await context.Response.Body.WriteAsync(answers);
    }
}
