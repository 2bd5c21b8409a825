using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Where a request carries a token: in a header, or else in a cookie. Never in its address, which ends up in logs and links.</summary>
internal static class OverrideCarrier
{
    public const string Header = "X-PostHog-Overrides";

    private const string SecureCookie = "__Host-posthog-overrides";

    // Browsers take a __Host- cookie over https only.
    private const string PlainCookie = "posthog-overrides";

    /// <summary>The token. Null when there is none.</summary>
    public static string? Find(HttpRequest request)
    {
        StringValues header = request.Headers[Header];
        if (header.Count > 0)
        {
            return header.ToString().Trim();
        }

        StringValues cookies = request.Headers.Cookie;
        return cookies.Count == 0 ? null : CookieHeader.First(cookies, CookieName(request));
    }

    public static bool IsInCookie(HttpRequest request) => request.Headers[Header].Count == 0;

    public static void Keep(HttpContext context, string token, DateTimeOffset until) =>
        context.Response.Cookies.Append(CookieName(context.Request), token, Options(context.Request, until));

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName(context.Request), Options(context.Request, null));

    private static string CookieName(HttpRequest request) => request.IsHttps ? SecureCookie : PlainCookie;

    private static CookieOptions Options(HttpRequest request, DateTimeOffset? until) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = until,
        IsEssential = true,
    };
}
