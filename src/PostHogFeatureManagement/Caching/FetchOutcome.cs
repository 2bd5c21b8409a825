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

    /// <summary>Like <see cref="Failure"/>, but it says nothing of the source and is not remembered.</summary>
    public static FetchOutcome<T> NotAsked(T instead) => new(FetchKind.NotAsked, instead);
}
