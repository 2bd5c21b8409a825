using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Resilience;

/// <summary>Who counts as a visitor, so that a check waits for <c>Client:WaitAtMost</c> only: web requests and hubs, but not jobs.</summary>
[Trait("Promise", "RC-12")]
public sealed class WaitingVisitorTests
{
    private const char End = '\u001e';

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Gate_PostHogHangs_AnswersAfterTwoSecondsAndCallGoesOn()
    {
        await using GateHost host = await GateHost.StartAsync(GatedApp.Settings with
        {
            Configuration = [new("FeatureManagement:beta", "true")],
            Services = services => _clock.AddTo(services),
        });
        host.PostHog.SetFaults(new() { Hang = true });
        Task<HttpStatusCode> visit = host.VisitAsync("anna");
        await Eventually.TrueAsync(() => host.PostHog.RequestCount("/flags") == 1);
        _clock.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(visit.IsCompleted);

        host.PostHog.ClearFaults();
        _clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(HttpStatusCode.OK, await visit);
        Assert.Equal(0, host.Evaluation().Failed);
    }

    [Fact]
    public async Task HasVisitor_WebRequest_IsTrueUntilItEnds()
    {
        await using GateHost host = await GateHost.StartAsync(GatedApp.Settings with { Pipeline = null });
        CurrentRequests requests = host.Services.GetRequiredService<CurrentRequests>();
        var ended = new TaskCompletionSource();
        Task? outliving = null;

        await host.InRequestAsync(async _ =>
        {
            await Task.Yield();
            Assert.True(requests.HasVisitor);
            outliving = OutliveAsync();
        });
        ended.SetResult();

        await outliving!;
        Assert.False(requests.HasVisitor);

        // The response can arrive before the request has ended.
        async Task OutliveAsync()
        {
            await ended.Task;
            await Eventually.TrueAsync(() => !requests.HasVisitor);
        }
    }

    /// <summary>With long polling, the request that opens the connection has ended when the hub's methods run.</summary>
    [Fact]
    public async Task HasVisitor_HubWithLongPolling_IsTrue()
    {
        await using GateHost host = await GateHost.StartAsync(GatedApp.Settings with
        {
            Services = static services => services.AddSignalR(),
            Pipeline = static app =>
            {
                app.UsePostHog();
                app.MapHub<VisitorHub>("/hub");
            },
        });
        string connection = "/hub?id=" + await NegotiateAsync(host.Client);

        await PollAsync(host.Client, connection);
        await SendAsync(host.Client, connection, """{"protocol":"json","version":1}""");
        await PollAsync(host.Client, connection);
        await SendAsync(host.Client, connection, """{"type":1,"invocationId":"1","target":"IsVisitor","arguments":[]}""");

        string answer = await PollAsync(host.Client, connection);
        while (!answer.Contains("invocationId", StringComparison.Ordinal))
        {
            answer = await PollAsync(host.Client, connection);
        }

        Assert.Contains("\"result\":true", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HasVisitor_Job_IsFalse()
    {
        var job = new Job();
        await using GateHost host = await GateHost.StartAsync(GatedApp.Settings with
        {
            Services = services => services.AddSingleton<IHostedService>(provider => job.With(provider.GetRequiredService<CurrentRequests>())),
        });

        Assert.False(await job.IsVisitor.Task);
    }

    private static async Task<string> NegotiateAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.PostAsync("/hub/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);
        using var negotiated = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return negotiated.RootElement.GetProperty("connectionToken").GetString()!;
    }

    private static async Task SendAsync(HttpClient client, string connection, string message)
    {
        using var content = new StringContent(message + End, Encoding.UTF8);
        using HttpResponseMessage response = await client.PostAsync(connection, content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static Task<string> PollAsync(HttpClient client, string connection) => client.GetStringAsync(connection, TestContext.Current.CancellationToken);

    private sealed class VisitorHub(CurrentRequests requests) : Hub
    {
        public bool IsVisitor() => requests.HasVisitor;
    }

    private sealed class Job : BackgroundService
    {
        private CurrentRequests? _requests;

        public TaskCompletionSource<bool> IsVisitor { get; } = new();

        public Job With(CurrentRequests requests)
        {
            _requests = requests;
            return this;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            IsVisitor.SetResult(_requests!.HasVisitor);
            return Task.CompletedTask;
        }
    }
}
