namespace PostHogFeatureManagement.Caching;

internal enum FetchKind : byte
{
    Failure,
    Negative,
    Success,

    /// <summary>There was no room to ask: the next who needs the value tries.</summary>
    NotAsked,
}
