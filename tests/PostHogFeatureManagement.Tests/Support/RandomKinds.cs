namespace PostHogFeatureManagement.Tests.Support;

/// <summary>The kinds of input from outside that are checked with random cases.</summary>
internal static class RandomKinds
{
    public static readonly IReadOnlyDictionary<string, Func<RandomCheck>> All = new Dictionary<string, Func<RandomCheck>>(StringComparer.Ordinal)
    {
        ["definitions"] = static () => new RandomCaseCheck(),
        ["patterns"] = static () => new RandomPatternCheck(),
        ["payloads"] = static () => new RandomPayloadCheck(),
        ["cookies"] = static () => new RandomCookieCheck(),
        ["headers"] = static () => new RandomHeaderCheck(),
        ["answers"] = static () => new RandomAnswerCheck(),
        ["entries"] = static () => new RandomEntryCheck(),
        ["notes"] = static () => new RandomNoteCheck(),
    };
}
