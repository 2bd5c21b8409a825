using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>
/// The page on which a visitor sees what a token sets, keeps it in a cookie, and ends it again. A link can only show it: what changes the browser is a form with
/// an antiforgery token. In Development, on this machine, the page makes tokens. Thread-safe.
/// </summary>
internal sealed class OverrideEndpoint(OverrideCheck check, IPostHogOverrideTokens tokens, IHostEnvironment? environment = null) : IDisposable
{
    /// <summary>Marks the endpoint, so that the strip finds it.</summary>
    public static readonly object Mark = new OverrideEndpointMark();

    private const int AtOnce = 20;
    private const int PerSecond = 2;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(static context =>
        RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = AtOnce,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    public void Dispose() => _limiter.Dispose();

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store, private";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        using RateLimitLease lease = _limiter.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "1";
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
        else if (!await check.IsAllowedAsync(context).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await ChangeAsync(context).ConfigureAwait(false);
        }
        else
        {
            await ShowAsync(context, null).ConfigureAwait(false);
        }
    }

    private bool MayMake(HttpContext context) =>
        environment?.IsDevelopment() == true && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private async Task ShowAsync(HttpContext context, string? problem)
    {
        string? token = context.Request.Query["token"];
        AppliedOverrides? asked = string.IsNullOrEmpty(token) ? null : await check.CheckAsync(context, token).ConfigureAwait(false);
        var page = new OverridePage
        {
            Action = context.Request.PathBase + context.Request.Path,
            Antiforgery = context.RequestServices.GetService<IAntiforgery>()?.GetAndStoreTokens(context),
            Token = token,
            Asked = asked,
            Current = context.Features.Get<AppliedOverrides>(),
            MayMake = MayMake(context),
            Problem = problem,
        };
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = OverridePage.ContentSecurityPolicy;
        await context.Response.WriteAsync(page.ToHtml(), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        bool isForm = context.Request.HasFormContentType
            && context.RequestServices.GetService<IAntiforgery>() is { } antiforgery
            && await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false);
        if (!isForm)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        switch ((string?)form["do"])
        {
            case "keep":
                await KeepAsync(context, (string?)form["token"] ?? string.Empty).ConfigureAwait(false);
                break;
            case "make" when MayMake(context):
                await MakeAsync(context, form).ConfigureAwait(false);
                break;
            default:
                OverrideCarrier.Forget(context);
                Redirect(context, form["return"]);
                break;
        }
    }

    private async Task KeepAsync(HttpContext context, string token)
    {
        AppliedOverrides asked = await check.CheckAsync(context, token).ConfigureAwait(false);
        if (asked is { Overrides: not null, Claims: { } claims })
        {
            OverrideCarrier.Keep(context, token, claims.ExpiresAt);
            Redirect(context, null);
        }
        else
        {
            await ShowAsync(context, $"The token does not count here: {OverrideHeaders.Name(asked.Outcome)}.").ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(HttpContext context, IFormCollection form)
    {
        try
        {
            string subject = ((string?)form["for"] ?? string.Empty).Trim();
            string token = tokens.Create(OverrideList.Parse(form["flags"]), subject.Length == 0 ? null : subject);
            context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}?token={token}");
        }
        catch (ArgumentException exception)
        {
            await ShowAsync(context, exception.Message).ConfigureAwait(false);
        }
    }

    // Only to a path of this site.
    private static void Redirect(HttpContext context, string? path)
    {
        bool isLocal = path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
        context.Response.Redirect(isLocal ? path! : $"{context.Request.PathBase}/");
    }

    private sealed class OverrideEndpointMark;
}
