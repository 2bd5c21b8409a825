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

    /// <summary>A value to keep for its full lifetime.</summary>
    public static FetchOutcome<T> Success(T value) => new(FetchKind.Success, value);

    /// <summary>No value, or one to fetch again soon. It is fresh for the short time only.</summary>
    public static FetchOutcome<T> Negative(T? value) => new(FetchKind.Negative, value);

    /// <summary>
    /// The fetch failed, and the last good value stays. If there is none, callers get <paramref name="instead"/>, which is never kept as a value.
    /// </summary>
    public static FetchOutcome<T> Failure(T? instead = null) => new(FetchKind.Failure, instead);

    /// <summary>There was no room for the fetch. This is like a failure but is not remembered, so the next caller tries again.</summary>
    public static FetchOutcome<T> NotMade(T? instead = null) => new(FetchKind.NotMade, instead);
}
