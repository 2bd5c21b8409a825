using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement;

/// <summary>The response to a request whose feature is disabled. Choose one with <c>WithDisabledFeatureResult(…)</c>. Immutable and thread-safe.</summary>
public sealed class DisabledFeatureResult
{
    private readonly Func<HttpContext, IReadOnlyList<string>, IResult> _create;

    private DisabledFeatureResult(Func<HttpContext, IReadOnlyList<string>, IResult> create) => _create = create;

    /// <summary>404 without a body, as if the endpoint did not exist. The default.</summary>
    public static DisabledFeatureResult NotFound { get; } = new(static (_, _) => Results.NotFound());

    /// <summary>403 without a body. It does not invoke an authentication scheme, so the visitor is not sent to a login page.</summary>
    public static DisabledFeatureResult Forbidden { get; } = new(static (_, _) => Results.StatusCode(StatusCodes.Status403Forbidden));

    /// <summary>A temporary redirect (302) within the application. A closed endpoint at that same path answers 404 to avoid a redirect loop.</summary>
    /// <param name="path">The path, relative to the application's base path. It starts with a single <c>/</c> and can include a query. Characters that
    /// a URL cannot have are encoded.</param>
    public static DisabledFeatureResult RedirectTo(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isLocal = path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);
        if (!isLocal)
        {
            throw new ArgumentException("The path must be a path within this application, such as /coming-soon.", nameof(path));
        }

        string location = Encode(path);
        var target = PathString.FromUriComponent(location.Split('?', '#')[0]);
        return new DisabledFeatureResult((httpContext, _) =>
            httpContext.Request.Path == target ? Results.NotFound() : Results.LocalRedirect(httpContext.Request.PathBase.ToUriComponent() + location));
    }

    /// <summary>Problem details (RFC 9457, <c>application/problem+json</c>). The registered problem details service, if any, writes them.</summary>
    /// <param name="statusCode">The status code. Default: 404.</param>
    /// <param name="nameFeatures">Whether the response names the closed gate's features in the member <c>features</c>. Default: false.</param>
    public static DisabledFeatureResult Problem(int statusCode = StatusCodes.Status404NotFound, bool nameFeatures = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new DisabledFeatureResult((_, features) => Results.Problem(
            title: "This is not available.",
            statusCode: statusCode,
            extensions: nameFeatures ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["features"] = features.ToArray() } : null));
    }

    /// <summary>A result that the application creates from the request and the closed gate's features.</summary>
    /// <param name="create">Creates the result, for example with <see cref="Results"/>. Called once per refused request. Must be thread-safe.</param>
    public static DisabledFeatureResult From(Func<HttpContext, IReadOnlyList<string>, IResult> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new DisabledFeatureResult(create);
    }

    // A header cannot carry anything else than ASCII. What is encoded already stays as it is.
    private static string Encode(string path) =>
        string.Concat(path.EnumerateRunes().Select(static rune => rune.IsAscii && rune.Value != ' ' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    internal IResult Create(HttpContext httpContext, IEnumerable<string> features) => _create(httpContext, [.. features]);
}
