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
        bool isKnown = _search is null || (_search.IsValueCreated && _search.Value.IsCompletedSuccessfully);
        caller = !isKnown ? default : _search?.Value.GetAwaiter().GetResult() ?? _known;
        return isKnown;
    }

    /// <summary>The caller.</summary>
    /// <param name="cancellationToken">Cancels this wait only.</param>
    public async ValueTask<Caller> GetAsync(CancellationToken cancellationToken) =>
        _search is null ? _known : await _search.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
}
