using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Accesses;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The definitions and the answers of PostHog's servers that a request has settled on. They stay the same until <c>FeatureManagement:PinFor</c> has passed,
/// even if they change meanwhile (RC-02). The few answers of most requests form a linked list, which is cheapest. A request that asks about many callers, such
/// as a report, gets an index. Beyond a bound, answers are no longer pinned and come from the cache. Thread-safe.
/// </summary>
internal sealed class RequestPins : Pins
{
    private const int ListLimit = 16;
    private const int Limit = 10_000;
    private static readonly object NoDefinitions = new();

    private object? _definitions;
    private AccessedFlags? _accessed;
    private PinnedAnswer? _head;
    private ConcurrentDictionary<PinKey, RemoteAnswer>? _index;
    private int _indexed;

    /// <summary>The flags that application code has read in this request.</summary>
    public AccessedFlags Accessed => LazyInitializer.EnsureInitialized(ref _accessed, static () => new AccessedFlags());

    public static RequestPins Of(RequestState state) => state.PinsOf(static () => new RequestPins());

    /// <summary>
    /// The definitions that were current at the request's first check. If there were none, the request continues without definitions. Outside requests, the
    /// current definitions.
    /// </summary>
    public static DefinitionsSnapshot? DefinitionsOf(RequestState? state, DefinitionsStore store) => state is null ? store.Current : Of(state).Pin(store);

    /// <param name="caller">The caller that the answer is for.</param>
    /// <param name="flagKey">The only flag that the answer is about. Null when it is about all of the caller's flags.</param>
    /// <param name="answer">The answer pinned for this request.</param>
    public bool TryGetAnswer(PostHogContext caller, string? flagKey, [NotNullWhen(true)] out RemoteAnswer? answer)
    {
        var key = new PinKey(caller, flagKey);
        answer = Find(Volatile.Read(ref _head), key, out _);
        return answer is not null || (Volatile.Read(ref _index) is { } index && index.TryGetValue(key, out answer));
    }

    /// <returns>The answer that this request uses: the one pinned first.</returns>
    public RemoteAnswer PinAnswer(PostHogContext caller, string? flagKey, RemoteAnswer answer)
    {
        var key = new PinKey(caller, flagKey);
        while (true)
        {
            PinnedAnswer? head = Volatile.Read(ref _head);
            if (Find(head, key, out int length) is { } earlier)
            {
                return earlier;
            }

            if (length >= ListLimit)
            {
                return PinInIndex(key, answer);
            }

            if (Interlocked.CompareExchange(ref _head, new PinnedAnswer(key, answer, head), head) == head)
            {
                return answer;
            }
        }
    }

    private static RemoteAnswer? Find(PinnedAnswer? head, in PinKey key, out int length)
    {
        length = 0;
        for (PinnedAnswer? node = head; node is not null; node = node.Next)
        {
            if (node.Key.Equals(key))
            {
                return node.Answer;
            }

            length++;
        }

        return null;
    }

    private RemoteAnswer PinInIndex(in PinKey key, RemoteAnswer answer)
    {
        ConcurrentDictionary<PinKey, RemoteAnswer> index = LazyInitializer.EnsureInitialized(ref _index, static () => new());
        if (index.TryGetValue(key, out RemoteAnswer? earlier))
        {
            return earlier;
        }

        return Room.TryTake(ref _indexed, Limit) ? index.GetOrAdd(key, answer) : answer;
    }

    private DefinitionsSnapshot? Pin(DefinitionsStore store)
    {
        if (Volatile.Read(ref _definitions) is { } pinned)
        {
            return pinned as DefinitionsSnapshot;
        }

        object current = store.Current ?? NoDefinitions;
        return (Interlocked.CompareExchange(ref _definitions, current, null) ?? current) as DefinitionsSnapshot;
    }

    private sealed class PinnedAnswer(PinKey key, RemoteAnswer answer, PinnedAnswer? next)
    {
        public PinKey Key => key;

        public RemoteAnswer Answer => answer;

        public PinnedAnswer? Next => next;
    }

    private readonly struct PinKey(PostHogContext caller, string? flagKey) : IEquatable<PinKey>
    {
        private readonly PostHogContext _caller = caller;
        private readonly string? _flagKey = flagKey;

        public bool Equals(PinKey other) =>
            string.Equals(_flagKey, other._flagKey, StringComparison.Ordinal) && PostHogContextComparer.Instance.Equals(_caller, other._caller);

        public override bool Equals(object? obj) => obj is PinKey other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(_flagKey, PostHogContextComparer.Instance.GetHashCode(_caller));
    }
}
