using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PostHogFeatureManagement.AspNetCore.Blazor;

/// <summary>
/// Makes the circuit's user the ambient caller of everything that runs in the circuit: events, renders and calls from the browser. Overrides of its connection
/// hold there, too.
/// </summary>
internal sealed class PostHogCircuitHandler(CircuitCaller caller, CircuitOverrides overrides) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        caller.Enter();

        // Rendering belongs to the circuit's synchronization context, so the activity must continue there.
        overrides.Enter(await overrides.FindAsync().ConfigureAwait(true));
        await next(context).ConfigureAwait(true);
    };
}
