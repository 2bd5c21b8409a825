namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Observes every access to a flag by application code: a gate, a tag, a manager, a variant service, or <see cref="IPostHogFlags.GetFlagAsync"/>.
/// </summary>
internal interface IFlagObserver
{
    /// <summary>Whether it wants to be told of accesses. It is asked once.</summary>
    bool IsWanted => true;

    /// <summary>Called during the check, so it must be fast and must not block or throw.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer.</param>
    void OnAccess(in FlagQuestion question, in FlagAnswer answer);
}
