using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Lets pages that this machine serves call PostHog's endpoints from the browser, as PostHog does.</summary>
internal static class CrossOrigin
{
    public static void Allow(HttpContext context)
    {
        IHeaderDictionary asked = context.Request.Headers;
        string origin = asked.Origin.ToString();
        if (!Loopback.IsLoopbackOrigin(origin))
        {
            return;
        }

        IHeaderDictionary answer = context.Response.Headers;
        answer.AccessControlAllowOrigin = origin;
        answer.AccessControlAllowCredentials = "true";
        answer.AccessControlAllowMethods = "GET, POST, OPTIONS";
        answer.AccessControlAllowHeaders = asked.AccessControlRequestHeaders;
        answer.Vary = "Origin";
    }
}
