using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Server-sent events that check a flag again and again kept the first answer for as long as the page was open. The plain managers see a changed flag once
/// <c>PinFor</c> has passed. The snapshot, which promises one answer in a request, does not.
/// </summary>
[Trait("Promise", "FM-07")]
[Trait("Promise", "RC-02")]
public sealed class LongResponseKeepsFirstAnswerTests
{
    private static readonly TimeSpan PinFor = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly Channel<bool> _ticks = Channel.CreateUnbounded<bool>();

    [Theory]
    [CombinatorialBools]
    public async Task ServerSentEvents_FlagChanges_PlainManagersSeeItAfterPinFor(bool scoped, bool remote, bool usePostHog)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog);

        // The response starts with its first event.
        await _ticks.Writer.WriteAsync(true, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add(TestUser.Header, "anna");
        using HttpResponseMessage response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("True True bold True bold", await ReadAsync(events));

        host.PostHog.SetActive("beta", false);
        host.PostHog.SetActive("headline", false);
        if (!remote)
        {
            await host.Services.GetServices<IHostedService>().OfType<DefinitionsPoller>().Single().RunOnceAsync(TestContext.Current.CancellationToken);
        }

        _clock.Advance(FreshFor * 2);
        Assert.Equal("True True bold True bold", await NextAsync(events));

        _clock.Advance(PinFor);
        Assert.Equal("False False  True bold", await NextAsync(events));

        // A new request starts with what holds now.
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));
        _ticks.Writer.Complete();
    }

    private async Task<string> NextAsync(StreamReader events)
    {
        await _ticks.Writer.WriteAsync(true);
        return await ReadAsync(events);
    }

    private static async Task<string> ReadAsync(StreamReader events)
    {
        while (await events.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line["data: ".Length..];
            }
        }

        throw new InvalidOperationException("The events have ended.");
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote, bool usePostHog) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("PostHog:FeatureManagement:PinFor", PinFor.ToString()),
                new("PostHog:Cache:FreshFor", FreshFor.ToString()),
                new("PostHog:Cache:StaleFor", FreshFor.ToString()),
            ],
            Services = services => _clock.AddTo(services),
            Pipeline = app =>
            {
                RequestWork.Map(app, usePostHog);
                app.MapGet("/events", (HttpContext context) => TypedResults.ServerSentEvents(AnswersAsync(context.RequestServices, context.RequestAborted)));
            },
        });

    private async IAsyncEnumerable<string> AnswersAsync(IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var features = FeatureInterfaces.Of(services);
        await foreach (bool _ in _ticks.Reader.ReadAllAsync(cancellationToken))
        {
            yield return $"{await features.Manager.IsEnabledAsync("beta")} {await features.Variants.IsEnabledAsync("beta", cancellationToken)} "
                + $"{(await features.Variants.GetVariantAsync("headline", cancellationToken))?.Name} "
                + $"{await features.Snapshot.IsEnabledAsync("beta")} {(await features.VariantSnapshot.GetVariantAsync("headline", cancellationToken))?.Name}";
        }
    }
}
