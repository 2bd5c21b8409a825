namespace PostHogFeatureManagement.Identity;

/// <summary>What one step knows about the caller.</summary>
/// <param name="Context">The caller. Without a distinct ID, the step says that nobody is asking.</param>
/// <param name="Trust">Who vouches for it.</param>
internal sealed record CallerClue(PostHogContext Context, CallerTrust Trust)
{
    /// <summary>Whether this is about nobody but the person with its distinct ID. If not, the person may have another distinct ID in an earlier step.</summary>
    public bool IsAboutItsPersonOnly { get; init; } = true;

    /// <summary>The caller, when no earlier step knows the person. Nobody can vouch for a caller without a distinct ID.</summary>
    public Caller ToCaller() => new(Context, Context.DistinctId is null ? CallerTrust.None : Trust);

    /// <summary>Adds what this step knows to the caller that an earlier step found. What the caller already has stays.</summary>
    public Caller AddTo(Caller caller)
    {
        PostHogContext person = caller.Context;
        bool isSamePerson = string.Equals(person.DistinctId, Context.DistinctId, StringComparison.Ordinal);
        if (person.DistinctId is null || (IsAboutItsPersonOnly && !isSamePerson))
        {
            return caller;
        }

        bool isVouchedFor = Trust >= CallerTrust.Authenticated;
        var context = new PostHogContext(person.DistinctId)
        {
            HasLongId = person.HasLongId || Context.HasLongId,
            DeviceId = person.DeviceId ?? Context.DeviceId,
            AnonymousDistinctId = person.AnonymousDistinctId ?? (isSamePerson ? Context.AnonymousDistinctId : Context.DistinctId),
            SessionId = person.SessionId ?? Context.SessionId,
            PersonProperties = isVouchedFor ? Combine(person.PersonProperties, Context.PersonProperties) : person.PersonProperties,
            Groups = isVouchedFor ? Combine(person.Groups, Context.Groups) : person.Groups,
        };
        return new Caller(context, isSamePerson && Trust > caller.Trust ? Trust : caller.Trust);
    }

    private static IReadOnlyDictionary<string, T> Combine<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> more)
    {
        if (more.Count == 0)
        {
            return first;
        }

        var all = new Dictionary<string, T>(more, StringComparer.Ordinal);
        foreach ((string name, T value) in first)
        {
            all[name] = value;
        }

        return all;
    }
}
