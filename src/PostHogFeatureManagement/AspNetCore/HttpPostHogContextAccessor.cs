using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// The default accessor. In a web request the caller is the signed-in user, or the visitor named by the posthog-js cookie, or anonymous.
/// Outside web requests the caller is the service itself.
/// </summary>
internal sealed class HttpPostHogContextAccessor(
    IHttpContextAccessor httpContextAccessor,
    ClaimsCaller claims,
    IOptions<PostHogFeatureManagementOptions> options) : IPostHogContextAccessor, IWebCallers
{
    private readonly PostHogCookie? _cookie = options.Value is { Identity.ReadPostHogCookie: true, ProjectToken.Length: > 0 }
        ? new PostHogCookie(options.Value.ProjectToken.Trim())
        : null;

    private readonly PostHogContext _service = ServiceCaller(options.Value.Identity);

    public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) =>
        new(httpContextAccessor.HttpContext is { } httpContext ? Read(httpContext) : _service);

    public bool IsCurrent(HttpContext httpContext) => ReferenceEquals(httpContext, httpContextAccessor.HttpContext);

    public PostHogContext FromPrincipal(ClaimsPrincipal principal) => claims.Read(principal) ?? PostHogContext.Anonymous;

    public ValueTask<PostHogContext> FromRequestAsync(HttpContext httpContext, CancellationToken cancellationToken)
    {
        try
        {
            return new(Read(httpContext));
        }
        catch (ObjectDisposedException)
        {
            // Work that outlives its request can no longer read the request, so its caller is unknown.
            return new(PostHogContext.Anonymous);
        }
    }

    private static PostHogContext ServiceCaller(PostHogIdentityOptions identity)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, string value) in identity.ServiceProperties)
        {
            properties[name] = value;
        }

        return identity.ServiceDistinctId is { Length: > 0 } id ? new PostHogContext(id) { PersonProperties = properties } : PostHogContext.Anonymous;
    }

    private PostHogContext Read(HttpContext httpContext) =>
        claims.Read(httpContext.User) ?? _cookie?.Read(httpContext.Request) ?? PostHogContext.Anonymous;
}
