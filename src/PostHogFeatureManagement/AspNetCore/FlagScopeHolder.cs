using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>A request's scope on its way through the request's flow. Emptied at the end, so that work the request left behind does not live on with old flags.</summary>
internal sealed class FlagScopeHolder(FlagScope scope) : IDisposable
{
    public FlagScope? Scope { get; private set; } = scope;

    public void Dispose() => Scope = null;
}
