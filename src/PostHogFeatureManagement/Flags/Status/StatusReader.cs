using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Status;

/// <summary>
/// Works out the state of this instance from what all parts say of themselves. The first row that holds counts. Nothing here waits or sends. Thread-safe.
/// <code>
/// READY      PostHog is switched off
/// FATAL      PostHog refuses the key, and there has never been an answer
/// NOT_READY  there has never been an answer, although definitions are expected or servers were asked
/// ERROR      the circuit was opened by this instance; the quota is used up; PostHog refuses the key; the distributed cache is paused, for answers or for
///            definitions; events were lost within the last minute; instances share definitions, and none has tried to poll for three intervals
/// STALE      the definitions come from a file because PostHog has sent none; they are older than three intervals and two minutes; an answer that is too old except
///            when PostHog fails was used within the last minute
/// READY      everything else
/// </code>
/// An instance that only asks PostHog's servers is ready before the first question: while it is not, it would get no question.
/// </summary>
internal sealed class StatusReader(
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    DefinitionsStore store,
    RefreshHistory history,
    DefinitionsSharing sharing,
    PollTurns turns,
    IClientStatus client,
    DistributedStore distributed,
    StatusSignals signals,
    FailureText text,
    [LibraryClock] TimeProvider time)
{
    private const int IntervalsToStale = 3;

    private static readonly TimeSpan YoungestStale = TimeSpan.FromMinutes(2);

    private readonly PostHogFeatureManagementOptions _options = options.Value;

    private TimeSpan Interval => turns.IsIdle && _options.Definitions.IdleInterval > _options.Definitions.PollInterval
        ? _options.Definitions.IdleInterval
        : _options.Definitions.PollInterval;

    private bool IsQuotaLimited => store.IsQuotaLimited || IsPresent(client.Evaluation, WireFailure.QuotaLimited);

    private bool IsKeyRefused => IsRefused(client.Definitions) || IsRefused(client.Evaluation);

    private bool IsCachePaused => distributed.IsPaused || sharing.IsPaused;

    private bool HasAnswered => signals.HasAnswered || store.HasDefinitions || store.Refreshes > 0;

    public StatusReport Read()
    {
        DefinitionsSnapshot? latest = store.Latest;
        TimeSpan? age = latest is null ? null : DefinitionsAge.Of(latest, history.Latest.ConfirmedAt, time.GetUtcNow());
        (PostHogState state, string cause) = Decide(latest, age);
        bool isInGrace = time.GetElapsedTime(signals.StartedAt) < _options.Health.StartupGrace;
        return new StatusReport(state, cause, isInGrace, Data(state, latest, age));
    }

    private static bool IsRefused(PipelineStatus pipeline) => IsPresent(pipeline, WireFailure.Unauthorized) || IsPresent(pipeline, WireFailure.Forbidden);

    private static bool IsPresent(PipelineStatus pipeline, WireFailure failure) =>
        pipeline.LastFailure == failure && !(pipeline.LastSuccessAt > pipeline.LastFailureAt);

    private (PostHogState State, string Cause) Decide(DefinitionsSnapshot? latest, TimeSpan? age)
    {
        if (!posthog.IsOn)
        {
            return (PostHogState.Ready, "switched off");
        }

        if (!HasAnswered && (_options.EvaluatesHere || client.Evaluation.Failed > 0))
        {
            return IsKeyRefused ? (PostHogState.Fatal, RefusedKey()) : (PostHogState.NotReady, $"PostHog has not answered yet{Why(_options.EvaluatesHere ? client.Definitions : client.Evaluation)}");
        }

        return Trouble(age) is { } trouble ? (PostHogState.Error, trouble)
            : Staleness(latest, age) is { } staleness ? (PostHogState.Stale, staleness)
            : (PostHogState.Ready, "answers are up to date");
    }

    private string RefusedKey() => IsRefused(client.Definitions)
        ? $"PostHog refuses {text.PathOf(nameof(_options.SecretKey))}, which needs the scope feature_flag:read"
        : $"PostHog refuses {text.PathOf(nameof(_options.ProjectToken))}";

    private string? Trouble(TimeSpan? age)
    {
        if (IsKeyRefused)
        {
            return RefusedKey();
        }

        if (IsQuotaLimited)
        {
            return "the project has used up its quota of flag requests";
        }

        if (client.Circuit.IsOwnTrouble)
        {
            return $"the circuit for evaluation is open ({client.Circuit.Cause.ToTag()})";
        }

        return IsCachePaused ? "the distributed cache fails"
            : signals.RecentlyDropped > 0 ? "events were lost within the last minute"
            : sharing is { IsOn: true, IsLeader: false } && age > Interval * IntervalsToStale && !HasPolledInVain(age) ? "no instance polls for definitions"
            : null;
    }

    private string? Staleness(DefinitionsSnapshot? latest, TimeSpan? age)
    {
        if (_options.PollsDefinitions && latest is { IsFromFile: true })
        {
            return "the definitions come from a file";
        }

        return _options.PollsDefinitions && age > YoungestStale && age > Interval * IntervalsToStale
            ? $"the definitions are old{(HasPolledInVain(age) ? Why(client.Definitions) : string.Empty)}"
            : signals.ServesFailSafe ? "answers are in use that are kept for when PostHog fails"
            : null;
    }

    /// <summary>Whether this instance has polled since PostHog last confirmed the definitions. Then the trouble is PostHog, and not that no instance polls.</summary>
    private bool HasPolledInVain(TimeSpan? age) => client.Definitions.LastFailureAt > time.GetUtcNow() - age;

    private static string Why(PipelineStatus pipeline) => ErrorTypes.Of(pipeline.LastFailure) is { } failure ? $" ({failure})" : string.Empty;

    private Dictionary<string, object> Data(PostHogState state, DefinitionsSnapshot? latest, TimeSpan? age)
    {
        DateTimeOffset now = time.GetUtcNow();
        PipelineStatus polls = client.Definitions;
        BreakerStatus circuit = client.Circuit;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["state"] = StatusReport.WordOf(state),
            ["mode"] = !posthog.IsOn ? "off" : _options.EvaluatesHere ? "local" : "remote",
            ["evaluation.breaker"] = circuit.State.ToTag(),
            ["cache.distributed"] = !distributed.Exists ? "none" : IsCachePaused ? "paused" : "ok",
            ["events.queued"] = signals.EventsQueued(),
            ["events.droppedLastMinute"] = signals.RecentlyDropped,
            ["quotaLimited"] = IsQuotaLimited,
        };
        Add("definitions.source", latest?.Source.ToTag());
        Add("definitions.ageSeconds", Seconds(age));
        Add("definitions.flags", latest?.FlagSet.Count);
        Add("definitions.serverOnlyFlags", latest?.FlagSet.ServerDependent.Count);
        Add("definitions.lastFailure", ErrorTypes.Of(polls.LastFailure));
        Add("definitions.lastFailureSecondsAgo", Seconds(now - polls.LastFailureAt));
        Add("evaluation.breakerCause", circuit.Cause == BreakerCause.None ? null : circuit.Cause.ToTag());
        Add("evaluation.opensAgainInSeconds", Seconds(circuit.OpenUntil - now));
        Add("isLeader", sharing.IsOn ? sharing.IsLeader : null);
        return data;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                data.Add(name, value);
            }
        }
    }

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 1) : null;
}
