using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Browser clients on this machine's own sites may talk to PostHog's endpoints, as they may to PostHog.</summary>
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
