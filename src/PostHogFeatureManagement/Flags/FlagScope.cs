using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// What one web request has settled on: the definitions, the caller, and PostHog's answers. They stay the same until the request ends, whatever changes meanwhile (RC-02).
/// Thread-safe: parallel checks of one request agree on whoever came first. Empty until something is pinned, so that a request without flags costs one small object.
/// </summary>
internal sealed class FlagScope
{
    private static readonly object NoDefinitions = new();

    private object? _definitions;
    private PostHogContext? _caller;
    private PinnedAnswer? _answers;

    /// <summary>The ambient caller, null until one is known.</summary>
    public PostHogContext? Caller => Volatile.Read(ref _caller);

    /// <summary>The definitions of this request: those current at its first check, null if there were none then.</summary>
    public DefinitionsSnapshot? Pin(DefinitionsStore store)
    {
        object? pinned = Volatile.Read(ref _definitions);
        if (pinned is null)
        {
            object current = store.Current ?? NoDefinitions;
            pinned = Interlocked.CompareExchange(ref _definitions, current, null) ?? current;
        }

        return pinned as DefinitionsSnapshot;
    }

    public PostHogContext PinCaller(PostHogContext caller) => Interlocked.CompareExchange(ref _caller, caller, null) ?? caller;

    public bool TryGetAnswer(PostHogContext context, [NotNullWhen(true)] out RemoteAnswer? answer)
    {
        answer = Find(Volatile.Read(ref _answers), context);
        return answer is not null;
    }

    public RemoteAnswer PinAnswer(PostHogContext context, RemoteAnswer answer)
    {
        while (true)
        {
            PinnedAnswer? head = Volatile.Read(ref _answers);
            if (Find(head, context) is { } earlier)
            {
                return earlier;
            }

            if (Interlocked.CompareExchange(ref _answers, new PinnedAnswer(context, answer, head), head) == head)
            {
                return answer;
            }
        }
    }

    private static RemoteAnswer? Find(PinnedAnswer? head, PostHogContext context)
    {
        for (PinnedAnswer? node = head; node is not null; node = node.Next)
        {
            if (PostHogContextComparer.Instance.Equals(node.Context, context))
            {
                return node.Answer;
            }
        }

        return null;
    }

    private sealed record PinnedAnswer(PostHogContext Context, RemoteAnswer Answer, PinnedAnswer? Next);
}
