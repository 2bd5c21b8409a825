using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>
/// Signs in the user that the header <c>X-User</c> or the cookie <c>user</c> names, with the plan from <c>X-Plan</c> or <c>plan</c>. All others are sent to a
/// login page.
/// </summary>
internal sealed class HeaderUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Header";
    public const string LoginPath = "/login";

    public static HttpRequestMessage Get(string path, string? user = null, string? plan = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        if (plan is not null)
        {
            request.Headers.Add("X-Plan", plan);
        }

        return request;
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? user = Request.Headers["X-User"].FirstOrDefault() ?? Request.Cookies["user"];
        if (string.IsNullOrEmpty(user))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        string plan = Request.Headers["X-Plan"].FirstOrDefault() ?? Request.Cookies["plan"] ?? "free";
        var identity = new ClaimsIdentity([new Claim("sub", user), new Claim("plan", plan)], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect(LoginPath);
        return Task.CompletedTask;
    }
}
