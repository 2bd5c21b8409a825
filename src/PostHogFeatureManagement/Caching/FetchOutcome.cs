namespace PostHogFeatureManagement.Caching;

/// <summary>How a fetch ended.</summary>
internal readonly struct FetchOutcome<T>
    where T : class
{
    private FetchOutcome(FetchKind kind, T? value)
    {
        Kind = kind;
        Value = value;
    }

    public FetchKind Kind { get; }

    public T? Value { get; }

    /// <summary>A value to keep for its whole life.</summary>
    public static FetchOutcome<T> Success(T value) => new(FetchKind.Success, value);

    /// <summary>No value, or one that wants asking again soon: fresh for the short time only.</summary>
    public static FetchOutcome<T> Negative(T? value) => new(FetchKind.Negative, value);

    /// <summary>The fetch failed; the last good value stays. <paramref name="instead"/> is handed out when there is none, and never kept as a value.</summary>
    public static FetchOutcome<T> Failure(T? instead = null) => new(FetchKind.Failure, instead);

    /// <summary>There was no room for the fetch: like a failure, but not remembered, so that the next caller tries.</summary>
    public static FetchOutcome<T> NotMade(T? instead = null) => new(FetchKind.NotMade, instead);
}
