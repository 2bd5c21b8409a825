using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>Records in a response header what ran for the request.</summary>
internal static class Marks
{
    private const string Header = "X-Ran";

    public static void Add(HttpContext context, FlagKind kind) => context.Response.Headers.Append(Header, kind.ToString());

    public static bool Has(HttpResponseMessage response, FlagKind kind) =>
        response.Headers.TryGetValues(Header, out IEnumerable<string>? values) && values.Contains(kind.ToString());
}
