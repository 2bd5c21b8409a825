using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement;

/// <summary>What a visitor gets whose feature is off. Choose one with <c>WithDisabledFeatureResult(…)</c>. Immutable and thread-safe.</summary>
public sealed class DisabledFeatureResult
{
    private readonly Func<HttpContext, IReadOnlyList<string>, IResult> _create;

    private DisabledFeatureResult(Func<HttpContext, IReadOnlyList<string>, IResult> create) => _create = create;

    /// <summary>404 without a body, as if the endpoint did not exist. The default.</summary>
    public static DisabledFeatureResult NotFound { get; } = new(static (_, _) => Results.NotFound());

    /// <summary>403 without a body. It is the status alone: no authentication scheme is asked, so nobody is sent to a login page.</summary>
    public static DisabledFeatureResult Forbidden { get; } = new(static (_, _) => Results.StatusCode(StatusCodes.Status403Forbidden));

    /// <summary>A temporary redirect (302) within the application. A closed endpoint at that very path answers 404, so that nobody is sent in circles.</summary>
    /// <param name="path">The path, beginning with one <c>/</c>, relative to the application's base path; a query may follow.</param>
    public static DisabledFeatureResult RedirectTo(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isLocal = path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);
        if (!isLocal)
        {
            throw new ArgumentException("A path of this application is needed, such as /coming-soon.", nameof(path));
        }

        var target = new PathString(path.Split('?', '#')[0]);
        return new DisabledFeatureResult((httpContext, _) =>
            httpContext.Request.Path == target ? Results.NotFound() : Results.LocalRedirect("~" + path));
    }

    /// <summary>Problem details (RFC 9457, <c>application/problem+json</c>); the application's own problem details service writes them if there is one.</summary>
    /// <param name="statusCode">The status. Default: 404.</param>
    /// <param name="nameFeatures">Whether the features of the closed gate are named in the member <c>features</c>, for everyone to read. Default: no.</param>
    public static DisabledFeatureResult Problem(int statusCode = StatusCodes.Status404NotFound, bool nameFeatures = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new DisabledFeatureResult((_, features) => Results.Problem(
            title: "This is not available.",
            statusCode: statusCode,
            extensions: nameFeatures ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["features"] = features.ToArray() } : null));
    }

    /// <summary>Whatever the application makes of the request and the features of the closed gate.</summary>
    /// <param name="create">Makes the result, for example with <see cref="Results"/>. Called once for each refused request, by many threads at a time.</param>
    public static DisabledFeatureResult From(Func<HttpContext, IReadOnlyList<string>, IResult> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new DisabledFeatureResult(create);
    }

    internal IResult Create(HttpContext httpContext, IEnumerable<string> features) => _create(httpContext, [.. features]);
}
