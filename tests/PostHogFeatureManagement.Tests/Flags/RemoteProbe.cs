using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>Remote flags over a scripted client, with a manual clock.</summary>
internal sealed class RemoteProbe : IPostHogClient
{
    private readonly ConcurrentQueue<FlagsRequest> _requests = new();

    public RemoteProbe(
        Action<PostHogFeatureManagementOptions>? configure = null,
        IDistributedCache? distributed = null,
        ManualTimeProvider? time = null,
        RecordingLogger? logs = null)
    {
        Options.ProjectToken = "phc_test";
        configure?.Invoke(Options);
        Time = time ?? new ManualTimeProvider();
        Flags = new RemoteFlags(
            this,
            Definitions,
            Microsoft.Extensions.Options.Options.Create(Options),
            Switch = new PostHogSwitch(Options),
            new CacheHasher(Options.Cache.KeySecret),
            new DistributedStore(distributed, Options.Cache.DistributedTimeout, Time, NullLogger.Instance, ValueCipher.None),
            TestMetrics.Create(Time),
            new StatusSignals(Time),
            Time,
            logs is null ? NullLogger<RemoteFlags>.Instance : new Logger<RemoteFlags>(new LoggerFactory([logs])));
    }

    public static PostHogContext Ada { get; } = new("ada");

    public PostHogFeatureManagementOptions Options { get; } = new();

    public ManualTimeProvider Time { get; }

    public PostHogSwitch Switch { get; }

    public DefinitionsStore Definitions { get; } = new();

    public RemoteFlags Flags { get; }

    public IReadOnlyCollection<FlagsRequest> Requests => _requests;

    /// <summary>PostHog's answer from now on.</summary>
    public Func<FlagsRequest, FlagsResponse?> Answer { get; set; } = static _ => null;

    /// <summary>Why <see cref="Answer"/> has no value.</summary>
    private WireFailure Failure { get; set; } = WireFailure.ServerError;

    public static FlagsResponse Success(params RemoteFlag[] flags) =>
        new() { Flags = flags.ToDictionary(flag => flag.Key, StringComparer.Ordinal) };

    public static RemoteFlag On(string key, string? variant = null) => new(key, true, variant) { Reason = FlagReason.ConditionMatch, ConditionIndex = 0 };

    public static RemoteFlag Off(string key) => new(key, false, null) { Reason = FlagReason.NoConditionMatch };

    public void Respond(params RemoteFlag[] flags) => Answer = _ => Success(flags);

    public void Respond(WireFailure failure) => (Answer, Failure) = (static _ => null, failure);

    public ValueTask<RemoteAnswer> GetAsync(string? flagKey = null, PostHogContext? context = null) =>
        Flags.GetAsync(context ?? Ada, flagKey, Timeout.InfiniteTimeSpan, CancellationToken.None);

    public ValueTask<RemoteAnswer> RefreshAllAsync(PostHogContext? context = null) =>
        Flags.RefreshAllAsync(context ?? Ada, Timeout.InfiniteTimeSpan, CancellationToken.None);

    public Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        if (!Switch.IsOn)
        {
            // As the real client does.
            return Task.FromResult(new WireAnswer<FlagsResponse>(null, WireFailure.SwitchedOff));
        }

        _requests.Enqueue(request);
        FlagsResponse? response = Answer(request);
        return Task.FromResult(new WireAnswer<FlagsResponse>(response, response is null ? Failure : WireFailure.None));
    }

    public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
