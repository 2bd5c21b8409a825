using PostHogFeatureManagement;

namespace SampleWeb.Accounts;

/// <summary>Whether a visitor agrees to being recognized and measured. Customers agreed when they opened their account.</summary>
public sealed class ShopConsent : IPostHogConsent
{
    private const string Cookie = "consent";
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>Whether the strip that asks is still to be shown.</summary>
    public static bool IsUndecided(HttpContext context) => !IsCustomer(context) && context.Request.Cookies[Cookie] is not (Yes or No);

    /// <summary>Maps links, so that an answer takes one click, like signing in.</summary>
    public static void Map(WebApplication app) => app.MapGet("/consent/{answer:regex(^(yes|no)$)}", static (string answer, HttpContext context) =>
    {
        context.Response.Cookies.Append(Cookie, answer, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
        return Results.LocalRedirect("/");
    });

    public bool HasConsent(HttpContext httpContext) => IsCustomer(httpContext) || httpContext.Request.Cookies[Cookie] is Yes;

    private static bool IsCustomer(HttpContext context) => context.User.Identity is { IsAuthenticated: true };
}
