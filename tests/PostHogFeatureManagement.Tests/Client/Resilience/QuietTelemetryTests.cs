using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Telemetry;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

/// <summary>Polly's telemetry of the application covers PostHog's pipelines, without what people and addresses could be in.</summary>
[Trait("Promise", "OP-01")]
[Trait("Promise", "SC-01")]
public sealed class QuietTelemetryTests
{
    private readonly Listener _listener = new();

    [Fact]
    public async Task Write_ApplicationHasTelemetry_IsToldWithoutOutcomes()
    {
        await using Library library = Start();

        await AskAsync(library);

        Assert.NotEmpty(_listener.Written);
        Assert.All(_listener.Written, static written => Assert.Equal(("PostHogFeatureManagement", "evaluate", false), (written.Pipeline, written.Instance, written.HasOutcome)));
    }

    [Fact]
    public async Task Write_JoiningIsOff_IsNotTold()
    {
        await using Library library = Start(("PostHog:Diagnostics:JoinPollyTelemetry", "false"));

        await AskAsync(library);

        Assert.Empty(_listener.Written);
    }

    private Library Start(params (string Key, string Value)[] settings) => new(
        new StubHandler().Throws(new HttpRequestException("connect to phc_test")),
        new LibraryParts { Services = services => services.AddTransient(_ => new ResiliencePipelineBuilder { TelemetryListener = _listener }) },
        [("PostHog:SecretKey", string.Empty), ("PostHog:Client:RetryDelay", "00:00:00"), .. settings]);

    private static async Task AskAsync(Library library) =>
        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Listener : TelemetryListener
    {
        public ConcurrentQueue<(string? Pipeline, string? Instance, bool HasOutcome)> Written { get; } = new();

        public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args) =>
            Written.Enqueue((args.Source.PipelineName, args.Source.PipelineInstanceName, args.Outcome is not null));
    }
}
