namespace PostHogFeatureManagement.Identity;

/// <summary>
/// What one web request has settled on. The caller is pinned as long as the same principal is signed in. The pins of the folder above are kept until
/// <c>FeatureManagement:PinFor</c> has passed, so a response that lasts longer sees changed flags (RC-02). Thread-safe: parallel checks of one request use
/// the value pinned first. Empty until something is pinned, so a request without flags costs one small object.
/// </summary>
internal sealed class RequestState(PinClock clock)
{
    private Pins? _pins;
    private PinnedCaller? _caller;

    /// <summary>Whether the request has settled on nothing, because it asked for no flag.</summary>
    public bool IsEmpty => Volatile.Read(ref _pins) is null && Volatile.Read(ref _caller) is null;

    /// <summary>The request's caller, if they were pinned while the same principal was signed in.</summary>
    public PinnedCaller? CallerOf(object? principal) =>
        Volatile.Read(ref _caller) is { } pinned && ReferenceEquals(pinned.Principal, principal) ? pinned : null;

    /// <returns>The caller that this request uses: the one pinned first.</returns>
    public PinnedCaller Pin(PinnedCaller caller)
    {
        PinnedCaller? seen = Volatile.Read(ref _caller);
        if (seen is null || !ReferenceEquals(seen.Principal, caller.Principal))
        {
            seen = Interlocked.CompareExchange(ref _caller, caller, seen);
        }

        return seen is not null && ReferenceEquals(seen.Principal, caller.Principal) ? seen : caller;
    }

    /// <summary>The current pins. Only one type of pins is kept, so only one folder pins.</summary>
    /// <param name="create">Makes empty pins.</param>
    public TPins PinsOf<TPins>(Func<TPins> create)
        where TPins : Pins
    {
        var pins = Volatile.Read(ref _pins) as TPins;
        return pins is not null && clock.Now - pins.BornAt < PinClock.Lifetime ? pins : Renew(pins, create);
    }

    private TPins Renew<TPins>(TPins? old, Func<TPins> create)
        where TPins : Pins
    {
        clock.Start();
        TPins renewed = create();
        renewed.BornAt = clock.Now;
        Pins? seen = Interlocked.CompareExchange(ref _pins, renewed, old);
        return ReferenceEquals(seen, old) ? renewed : (TPins)seen!;
    }
}
