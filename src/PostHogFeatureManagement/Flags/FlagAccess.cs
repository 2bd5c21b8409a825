using PostHogFeatureManagement.Flags.Telemetry;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The one exit for all answers. Every access by application code passes through here and is reported to the observers. Listing all flags does not count as
/// an access to any of them.
/// </summary>
internal sealed class FlagAccess(FlagDecision decision, CallerWarnings warnings, EvaluationCounter counter, IEnumerable<IFlagObserver> observers)
{
    private readonly IFlagObserver[] _observers = [.. observers.Where(static observer => observer.IsWanted)];

    /// <summary>Answers when no waiting is needed. When it returns false, pass its answer to <see cref="CompleteAsync"/>.</summary>
    public bool TryGet(in FlagQuestion question, out FlagAnswer answer)
    {
        warnings.Check(question.Caller);
        bool isDecided = decision.TryDecide(question, out answer);
        if (isDecided)
        {
            Report(question, answer);
        }

        return isDecided;
    }

    /// <param name="question">The question.</param>
    /// <param name="undecided">The answer that <see cref="TryGet"/> returned.</param>
    public ValueTask<FlagAnswer> CompleteAsync(in FlagQuestion question, in FlagAnswer undecided)
    {
        ValueTask<FlagAnswer> answer = decision.CompleteAsync(question, undecided);
        if (_observers.Length == 0 && !counter.IsOn)
        {
            return answer;
        }

        if (!answer.IsCompletedSuccessfully)
        {
            return ReportAsync(question, answer);
        }

        FlagAnswer decided = answer.Result;
        Report(question, decided);
        return new ValueTask<FlagAnswer>(decided);
    }

    public ValueTask<FlagAnswer> GetAsync(in FlagQuestion question) =>
        TryGet(question, out FlagAnswer answer) ? new ValueTask<FlagAnswer>(answer) : CompleteAsync(question, answer);

    /// <param name="question">The caller and the options. The key is ignored.</param>
    public ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllAsync(in FlagQuestion question)
    {
        warnings.Check(question.Caller);
        return decision.DecideAllAsync(question);
    }

    /// <summary>Reports an access that someone else answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer, as far as PostHog has one.</param>
    public void ReportElsewhere(in FlagQuestion question, in FlagAnswer answer) => Observe(question, answer);

    /// <summary>Reports an answer.</summary>
    public void Report(in FlagQuestion question, in FlagAnswer answer)
    {
        if (counter.IsOn)
        {
            counter.Count(question, answer);
        }

        Observe(question, answer);
    }

    private void Observe(in FlagQuestion question, in FlagAnswer answer)
    {
        foreach (IFlagObserver observer in _observers)
        {
            observer.OnAccess(question, answer);
        }
    }

    private async ValueTask<FlagAnswer> ReportAsync(FlagQuestion question, ValueTask<FlagAnswer> pending)
    {
        FlagAnswer answer = await pending.ConfigureAwait(false);
        Report(question, answer);
        return answer;
    }
}
