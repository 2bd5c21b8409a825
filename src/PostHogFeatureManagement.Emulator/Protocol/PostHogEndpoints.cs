using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol.Events;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The emulated PostHog endpoints. Counts each request, applies the faults and answers.</summary>
internal sealed class PostHogEndpoints(EmulatorState state)
{
    private readonly DefinitionsEndpoint _definitions = new(state);
    private readonly FlagsEndpoint _flags = new(state);
    private readonly CaptureEndpoint _capture = new(state);
    private readonly AnalyticsEndpoint _analytics = new(state);
    private readonly RemoteConfigEndpoint _remoteConfig = new(state);

    public async Task HandleAsync(HttpContext context, string path)
    {
        string endpoint = EndpointNames.Canonical(path);
        if (Find(endpoint, path) is not { } handle)
        {
            if (await BrowserEndpoints.TryHandleAsync(context, endpoint, state.ScriptsFolder).ConfigureAwait(false))
            {
                return;
            }

            await Answers.TextAsync(context, StatusCodes.Status404NotFound, "The emulator has no such endpoint.").ConfigureAwait(false);
            return;
        }

        CrossOrigin.Allow(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.Allow = endpoint switch
            {
                EndpointNames.Flags or EndpointNames.Decide => "GET, HEAD, POST, OPTIONS",
                EndpointNames.Definitions or EndpointNames.OldDefinitions or EndpointNames.RemoteConfig => "GET, OPTIONS, HEAD",
                EndpointNames.Analytics => "POST, OPTIONS",
                _ => "GET, POST, OPTIONS",
            };
            await Answers.NoContentAsync(context).ConfigureAwait(false);
            return;
        }

        state.Requests.Add(endpoint);
        if (!await state.Faults.ApplyAsync(context, endpoint).ConfigureAwait(false))
        {
            await handle(context).ConfigureAwait(false);
        }
    }

    private RequestDelegate? Find(string endpoint, string path) => endpoint switch
    {
        EndpointNames.Flags or EndpointNames.Decide => context => _flags.HandleAsync(context, endpoint),
        EndpointNames.Definitions or EndpointNames.OldDefinitions => _definitions.HandleAsync,
        EndpointNames.Analytics => _analytics.HandleAsync,
        EndpointNames.Recordings => CaptureEndpoint.AcceptAsync,
        EndpointNames.RemoteConfig => context => _remoteConfig.HandleAsync(context, EndpointNames.RemoteConfigKey(path)!),
        _ when EndpointNames.Captures.Contains(endpoint) => context => _capture.HandleAsync(context, endpoint),
        _ => null,
    };
}
