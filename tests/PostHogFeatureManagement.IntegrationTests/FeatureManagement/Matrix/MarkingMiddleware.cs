using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>A middleware that runs only while a flag is on.</summary>
internal sealed class MarkingMiddleware<TMarker>(RequestDelegate next)
    where TMarker : IKindMarker
{
    private readonly RequestDelegate _next = next;

    public Task InvokeAsync(HttpContext context)
    {
        Marks.Add(context, TMarker.Kind);
        return _next(context);
    }
}

internal static class MarkingMiddleware
{
    public static void UseAll(IApplicationBuilder app)
    {
        Use<OnMarker>(app);
        Use<OffMarker>(app);
        Use<MatchingMarker>(app);
        Use<NotMatchingMarker>(app);
        Use<VariantMarker>(app);
        Use<PayloadMarker>(app);
        Use<HoldoutMarker>(app);
        Use<ConfiguredMarker>(app);
        Use<UnknownMarker>(app);
    }

    private static void Use<TMarker>(IApplicationBuilder app)
        where TMarker : IKindMarker => app.UseMiddlewareForFeature<MarkingMiddleware<TMarker>>(TMarker.Kind.ToString());
}
