namespace PostHogFeatureManagement.Client.Flags;

/// <summary>A request for the flags of a caller. Null <paramref name="FlagKeys"/> means all of them.</summary>
internal sealed record FlagsRequest(PostHogContext Context, IReadOnlyList<string>? FlagKeys = null)
{
    /// <summary>
    /// Cancelled when the request need not begin any more. A request that has no place then (<c>Client:MaxConcurrentRequests</c>) ends with
    /// <see cref="WireFailure.Overloaded"/>; one that is under way goes on. If it is cancelled from the start, the request does not wait for a place.
    /// </summary>
    public CancellationToken PlaceToken { get; init; }
}
