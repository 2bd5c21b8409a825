using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Control;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>Routes a request to the emulator's own endpoints or to PostHog's endpoints.</summary>
internal sealed class EmulatorHandler(EmulatorState state)
{
    private readonly ControlEndpoints _control = new(state);
    private readonly PostHogEndpoints _postHog = new(state);

    public Task HandleAsync(HttpContext context) => HandleAsync(context, context.Request.Path.Value ?? string.Empty);

    /// <param name="context">The request.</param>
    /// <param name="path">The request's path, relative to the emulator's root.</param>
    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            await (ControlEndpoints.Owns(path) ? _control.HandleAsync(context, path) : _postHog.HandleAsync(context, path)).ConfigureAwait(false);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client left, so nothing waits for an answer.
        }
    }
}
