namespace PostHogFeatureManagement.Flags;

/// <summary>Is told of every access to a flag by application code: a gate, a tag, a manager, a variant service, <see cref="IPostHogFlags.GetFlagAsync"/>.</summary>
internal interface IFlagObserver
{
    /// <summary>Called on the path of the check, so it must be quick, must not block and must not throw.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">What was answered.</param>
    void OnAccess(in FlagQuestion question, in FlagAnswer answer);
}
