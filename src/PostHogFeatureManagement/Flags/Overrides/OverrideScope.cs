namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>The time in which overrides hold in a flow. Afterwards it is empty, so work that outlives it no longer sees them.</summary>
internal sealed class OverrideScope(FlagOverrides owner, RequestOverrides overrides, OverrideScope? outer) : IDisposable
{
    private RequestOverrides? _overrides = overrides;

    /// <summary>What holds now. Null when nothing does any more.</summary>
    public RequestOverrides? Current => Volatile.Read(ref _overrides) ?? outer?.Current;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _overrides, null) is not null)
        {
            owner.Leave(outer);
        }
    }
}
