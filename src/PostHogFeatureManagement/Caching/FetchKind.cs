namespace PostHogFeatureManagement.Caching;

internal enum FetchKind : byte
{
    Failure,
    NotMade,
    Negative,
    Success,
}
