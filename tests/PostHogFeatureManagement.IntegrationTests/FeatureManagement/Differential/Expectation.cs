namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>
/// The state that the documented rules give: session manager, then the order of lookups and the precedence. It knows nothing of hashes, and it does not say
/// what happens when PostHog has two keys that differ only in case, so it is null for those.
/// </summary>
internal static class Expectation
{
    public static string? State(RandomApplication application, Question question)
    {
        ConfiguredFlag? configured = application.Configured.SingleOrDefault(flag => Matches(flag.Name, question.Name));
        if (application.SessionAnswer(question.Name) is { } session)
        {
            // A variant of a configured flag can override its state.
            return configured?.IsModern == true ? null : Reply.Say(session);
        }

        PostHogFlag[] flags = [.. application.Flags.Where(flag => Matches(flag.Key, question.Name))];
        return flags.Length > 1 || question.Caller.Id is null ? null : Decide(application, question, flags.SingleOrDefault(), configured);
    }

    private static string? Decide(RandomApplication application, Question question, PostHogFlag? flag, ConfiguredFlag? configured)
    {
        // PostHog's servers leave out flags that are switched off, so PostHog has no value for them.
        bool hasValue = flag is not null && (flag.IsActive || !application.Remote);
        bool isExactlyConfigured = configured?.Name == question.Name;
        switch (PrecedenceOf(application, question.Name))
        {
            case FlagPrecedence.PostHogOnly:
                return hasValue ? Say(flag!.State(question.Caller)) : Reply.Off;
            case FlagPrecedence.ConfigurationFirst when configured is not null:
                return isExactlyConfigured || flag is null ? Say(configured.IsOn) : null;
            default:
                bool isPostHogs = hasValue && (flag!.Key == question.Name || !isExactlyConfigured);
                return isPostHogs ? Say(flag!.State(question.Caller)) : configured is null ? Reply.Off : Say(configured.IsOn);
        }
    }

    private static FlagPrecedence PrecedenceOf(RandomApplication application, string name) =>
        application.PrecedenceByFlag.Where(entry => Matches(entry.Key, name)).Select(static entry => (FlagPrecedence?)entry.Value).FirstOrDefault() ?? application.Precedence;

    private static bool Matches(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? Say(bool? isOn) => isOn is { } known ? Reply.Say(known) : null;
}
