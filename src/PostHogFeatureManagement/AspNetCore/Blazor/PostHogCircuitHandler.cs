using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>Makes the circuit's user the ambient caller of everything that happens in the circuit: events, renders, calls from the browser.</summary>
internal sealed class PostHogCircuitHandler(CircuitCaller caller) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        // Rendering belongs to the circuit's own synchronization context, so the activity has to go on where it came in.
        using (PostHogContext.BeginScope(await caller.GetKnownAsync().ConfigureAwait(true)))
        {
            await next(context).ConfigureAwait(true);
        }
    };
}
