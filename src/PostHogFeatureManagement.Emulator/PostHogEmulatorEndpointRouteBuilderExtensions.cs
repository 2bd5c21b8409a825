using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Emulator;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the emulator from the application's own endpoints.</summary>
public static class PostHogEmulatorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the emulator's page and endpoints under a path of the application, for when only the application's port can be reached.
    /// The emulator's own port works as well. On both, the page and the control endpoints answer requests from this machine only.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="prefix">The path. Default: <c>/posthog-emulator</c>.</param>
    public static IEndpointConventionBuilder MapPostHogEmulator(this IEndpointRouteBuilder endpoints, string prefix = "/posthog-emulator")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        PostHogEmulator emulator = endpoints.ServiceProvider.GetRequiredService<PostHogEmulator>();
        return endpoints.Map($"{prefix.TrimEnd('/')}/{{**path}}", context => HandleAsync(context, emulator));
    }

    private static Task HandleAsync(HttpContext context, PostHogEmulator emulator)
    {
        string path = context.Request.RouteValues["path"] as string ?? string.Empty;
        if (path.Length == 0 && !context.Request.Path.Value!.EndsWith('/'))
        {
            // The page's links are relative, so its address must end with a slash.
            context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}/");
            return Task.CompletedTask;
        }

        return emulator.Handler.HandleAsync(context, $"/{path}");
    }
}
