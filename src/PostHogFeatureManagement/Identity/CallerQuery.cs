using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// What the steps of the <see cref="CallerChain"/> may look at. It is read from the request at once, because a Blazor circuit outlives the request that opened
/// its connection.
/// </summary>
internal sealed record CallerQuery
{
    /// <summary>The user that authentication found, signed in or not. Null outside requests.</summary>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>The values of the request's <c>Cookie</c> header.</summary>
    public StringValues Cookies { get; init; }

    /// <summary>What posthog-js wrote into the headers of an API call. Null when there is nothing.</summary>
    public TracingHeaders? Tracing { get; init; }

    /// <summary>Whether this is about the current request, so that its response can carry a cookie.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Whether there is no request, as in background work. The caller is then the service itself.</summary>
    public bool IsOutsideRequests { get; init; }

    /// <summary>Whether the application's accessors and its enricher are asked. They know the current caller only, not the one that a call names.</summary>
    public bool MayAskApplication { get; init; }

    /// <summary>Where the application's scoped services are. Null when there is no scope.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Cancels the application's accessor.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The query about a request that a call names.</summary>
    /// <param name="httpContext">The request.</param>
    /// <param name="readsTracing">Whether a step needs the headers of posthog-js.</param>
    public static CallerQuery Of(HttpContext httpContext, bool readsTracing) => Read(httpContext, readsTracing, isCurrent: false, mayAskApplication: false);

    /// <summary>The query about the current request.</summary>
    /// <param name="httpContext">The request. Null when there is none at hand.</param>
    /// <param name="readsTracing">Whether a step needs the headers of posthog-js.</param>
    /// <param name="isOutsideRequests">Whether no visitor waits. A hub call with long polling has a visitor but no request.</param>
    /// <param name="mayAskApplication">Whether the application's accessors and its enricher are asked.</param>
    public static CallerQuery OfCurrent(HttpContext? httpContext, bool readsTracing, bool isOutsideRequests, bool mayAskApplication) => httpContext is null
        ? new CallerQuery { IsOutsideRequests = isOutsideRequests, MayAskApplication = mayAskApplication }
        : Read(httpContext, readsTracing, isCurrent: true, mayAskApplication);

    // A request can end while work that outlives it reads it. From then on, reading throws, and nothing is known about its caller.
    private static CallerQuery Read(HttpContext httpContext, bool readsTracing, bool isCurrent, bool mayAskApplication)
    {
        try
        {
            return new CallerQuery
            {
                User = httpContext.User,
                Cookies = httpContext.Request.Headers.Cookie,
                Tracing = readsTracing ? TracingHeaders.Read(httpContext.Request.Headers) : null,
                IsCurrent = isCurrent,
                MayAskApplication = mayAskApplication,
                Services = mayAskApplication ? httpContext.RequestServices : null,
                CancellationToken = mayAskApplication ? httpContext.RequestAborted : CancellationToken.None,
            };
        }
        catch (ObjectDisposedException)
        {
            return new CallerQuery();
        }
    }
}
