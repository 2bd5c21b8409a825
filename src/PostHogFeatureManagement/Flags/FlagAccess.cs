namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The one exit of all answers. Every access by application code leaves here, and observers are told of it. Listing all flags is no access to any of them.
/// </summary>
internal sealed class FlagAccess(FlagDecision decision, IEnumerable<IFlagObserver> observers)
{
    private readonly IFlagObserver[] _observers = [.. observers];

    /// <summary>Answers where no waiting is needed. When it returns false, <see cref="CompleteAsync"/> goes on with what it returned.</summary>
    public bool TryGet(in FlagQuestion question, out FlagAnswer answer)
    {
        bool isDecided = decision.TryDecide(question, out answer);
        if (isDecided && _observers.Length > 0)
        {
            Tell(question, answer);
        }

        return isDecided;
    }

    /// <param name="question">What was asked.</param>
    /// <param name="undecided">What <see cref="TryGet"/> returned.</param>
    public ValueTask<FlagAnswer> CompleteAsync(in FlagQuestion question, in FlagAnswer undecided)
    {
        ValueTask<FlagAnswer> answer = decision.CompleteAsync(question, undecided);
        return _observers.Length == 0 ? answer : TellAsync(question, answer);
    }

    public ValueTask<FlagAnswer> GetAsync(in FlagQuestion question) =>
        TryGet(question, out FlagAnswer answer) ? new ValueTask<FlagAnswer>(answer) : CompleteAsync(question, answer);

    /// <param name="question">For whom, and how; its key means nothing.</param>
    public ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllAsync(in FlagQuestion question) => decision.DecideAllAsync(question);

    private async ValueTask<FlagAnswer> TellAsync(FlagQuestion question, ValueTask<FlagAnswer> pending)
    {
        FlagAnswer answer = await pending.ConfigureAwait(false);
        Tell(question, answer);
        return answer;
    }

    private void Tell(in FlagQuestion question, in FlagAnswer answer)
    {
        foreach (IFlagObserver observer in _observers)
        {
            observer.OnAccess(question, answer);
        }
    }
}
