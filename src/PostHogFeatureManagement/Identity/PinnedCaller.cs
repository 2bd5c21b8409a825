namespace PostHogFeatureManagement.Identity;

/// <summary>The caller of a request, or of one activity in a Blazor circuit. It is looked for at most once, when it is first needed. Thread-safe.</summary>
internal sealed class PinnedCaller
{
    private readonly Caller _known;
    private readonly Lazy<Task<Caller>>? _search;

    /// <summary>A caller who is known.</summary>
    public PinnedCaller(object? principal, Caller known)
    {
        Principal = principal;
        _known = known;
    }

    /// <summary>A caller who is looked for when first needed.</summary>
    public PinnedCaller(object? principal, Func<Task<Caller>> find)
    {
        Principal = principal;
        _search = new Lazy<Task<Caller>>(find);
    }

    /// <summary>The user who was signed in.</summary>
    public object? Principal { get; }

    /// <summary>The caller, if known. No code of the application runs.</summary>
    public bool TryGet(out Caller caller)
    {
        caller = _known;
        return _search is null || TryGetFound(_search, out caller);
    }

    /// <summary>The caller, who is looked for if that has not begun.</summary>
    /// <param name="cancellationToken">Cancels this wait only.</param>
    public ValueTask<Caller> GetAsync(CancellationToken cancellationToken) =>
        TryGet(out Caller caller) ? new ValueTask<Caller>(caller) : new ValueTask<Caller>(_search!.Value.WaitAsync(cancellationToken));

    private static bool TryGetFound(Lazy<Task<Caller>> search, out Caller caller)
    {
        bool isFound = search.IsValueCreated && search.Value.IsCompletedSuccessfully;
        caller = isFound ? search.Value.GetAwaiter().GetResult() : default;
        return isFound;
    }
}
