namespace PostHogFeatureManagement.Caching;

internal enum FetchKind : byte
{
    Failure,
    Negative,
    Success,
}
