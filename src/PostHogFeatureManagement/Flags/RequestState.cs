using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The values pinned for one web request. The caller is pinned as long as the same principal is signed in. The definitions and PostHog's answers are pinned
/// until <c>FeatureManagement:PinFor</c> has passed, even if they change meanwhile (RC-02). A response that lasts longer sees changed flags.
/// Thread-safe: parallel checks of one request use the value pinned first. Empty until something is pinned, so a request without flags costs one small object.
/// </summary>
internal sealed class RequestState(PinClock clock)
{
    private static readonly object NoDefinitions = new();

    private Pins? _pins;
    private PinnedCaller? _caller;

    /// <summary>The definitions that were current at this request's first check. If there were none, the request continues without definitions.</summary>
    public DefinitionsSnapshot? Pin(DefinitionsStore store)
    {
        Pins pins = CurrentPins();
        if (Volatile.Read(ref pins.Definitions) is { } pinned)
        {
            return pinned as DefinitionsSnapshot;
        }

        object current = store.Current ?? NoDefinitions;
        return (Interlocked.CompareExchange(ref pins.Definitions, current, null) ?? current) as DefinitionsSnapshot;
    }

    /// <summary>The ambient caller, if they were pinned while the same principal was signed in.</summary>
    public bool TryGetCaller(object? principal, [NotNullWhen(true)] out PostHogContext? caller)
    {
        PinnedCaller? pinned = Volatile.Read(ref _caller);
        caller = pinned is not null && ReferenceEquals(pinned.Principal, principal) ? pinned.Caller : null;
        return caller is not null;
    }

    public PostHogContext PinCaller(object? principal, PostHogContext caller)
    {
        PinnedCaller? seen = Volatile.Read(ref _caller);
        if (seen is null || !ReferenceEquals(seen.Principal, principal))
        {
            seen = Interlocked.CompareExchange(ref _caller, new PinnedCaller(principal, caller), seen);
        }

        return seen is not null && ReferenceEquals(seen.Principal, principal) ? seen.Caller : caller;
    }

    /// <param name="context">The caller that the answer is for.</param>
    /// <param name="flagKey">The only flag that the answer is about. Null when it is about all of the caller's flags.</param>
    /// <param name="answer">The answer pinned for this request.</param>
    public bool TryGetAnswer(PostHogContext context, string? flagKey, [NotNullWhen(true)] out RemoteAnswer? answer)
    {
        answer = Find(Volatile.Read(ref CurrentPins().Answers), context, flagKey);
        return answer is not null;
    }

    public RemoteAnswer PinAnswer(PostHogContext context, string? flagKey, RemoteAnswer answer)
    {
        Pins pins = CurrentPins();
        while (true)
        {
            PinnedAnswer? head = Volatile.Read(ref pins.Answers);
            if (Find(head, context, flagKey) is { } earlier)
            {
                return earlier;
            }

            if (Interlocked.CompareExchange(ref pins.Answers, new PinnedAnswer(context, flagKey, answer, head), head) == head)
            {
                return answer;
            }
        }
    }

    private static RemoteAnswer? Find(PinnedAnswer? head, PostHogContext context, string? flagKey)
    {
        for (PinnedAnswer? node = head; node is not null; node = node.Next)
        {
            if (string.Equals(node.FlagKey, flagKey, StringComparison.Ordinal) && PostHogContextComparer.Instance.Equals(node.Context, context))
            {
                return node.Answer;
            }
        }

        return null;
    }

    private Pins CurrentPins()
    {
        Pins? pins = Volatile.Read(ref _pins);
        return pins is not null && clock.Now - pins.BornAt < PinClock.Lifetime ? pins : Renew(pins);
    }

    private Pins Renew(Pins? old)
    {
        clock.Start();
        var renewed = new Pins(clock.Now);
        Pins? seen = Interlocked.CompareExchange(ref _pins, renewed, old);
        return ReferenceEquals(seen, old) ? renewed : seen!;
    }

    private sealed class Pins(int bornAt)
    {
        public object? Definitions;
        public PinnedAnswer? Answers;

        public int BornAt { get; } = bornAt;
    }

    private sealed record PinnedCaller(object? Principal, PostHogContext Caller);

    private sealed record PinnedAnswer(PostHogContext Context, string? FlagKey, RemoteAnswer Answer, PinnedAnswer? Next);
}
