using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// What one web request has settled on: the definitions, the caller, and PostHog's answers. They stay the same until the request ends, whatever changes meanwhile (RC-02).
/// Thread-safe: parallel checks of one request agree on whoever came first. Empty until something is pinned, so that a request without flags costs one small object.
/// </summary>
internal sealed class RequestState
{
    private static readonly object NoDefinitions = new();

    private object? _definitions;
    private PinnedCaller? _caller;
    private PinnedAnswer? _answers;

    /// <summary>The definitions of this request: those current at its first check, or none for the whole request if there were none then.</summary>
    public DefinitionsSnapshot? Pin(DefinitionsStore store)
    {
        if (Volatile.Read(ref _definitions) is { } pinned)
        {
            return pinned as DefinitionsSnapshot;
        }

        object current = store.Current ?? NoDefinitions;
        return (Interlocked.CompareExchange(ref _definitions, current, null) ?? current) as DefinitionsSnapshot;
    }

    /// <summary>The ambient caller, if they were looked for while the same principal was signed in.</summary>
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

    /// <param name="context">Whose answer.</param>
    /// <param name="flagKey">The only flag the answer is about; null for all of a caller's flags.</param>
    /// <param name="answer">The answer this request has settled on.</param>
    public bool TryGetAnswer(PostHogContext context, string? flagKey, [NotNullWhen(true)] out RemoteAnswer? answer)
    {
        answer = Find(Volatile.Read(ref _answers), context, flagKey);
        return answer is not null;
    }

    public RemoteAnswer PinAnswer(PostHogContext context, string? flagKey, RemoteAnswer answer)
    {
        while (true)
        {
            PinnedAnswer? head = Volatile.Read(ref _answers);
            if (Find(head, context, flagKey) is { } earlier)
            {
                return earlier;
            }

            if (Interlocked.CompareExchange(ref _answers, new PinnedAnswer(context, flagKey, answer, head), head) == head)
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

    private sealed record PinnedCaller(object? Principal, PostHogContext Caller);

    private sealed record PinnedAnswer(PostHogContext Context, string? FlagKey, RemoteAnswer Answer, PinnedAnswer? Next);
}
