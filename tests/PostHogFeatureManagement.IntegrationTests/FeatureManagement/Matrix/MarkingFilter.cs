using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>An MVC filter that runs only while a flag is on.</summary>
internal sealed class MarkingFilter<TMarker> : IAsyncActionFilter
    where TMarker : IKindMarker
{
    public Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        Marks.Add(context.HttpContext, TMarker.Kind);
        return next();
    }
}

internal static class MarkingFilter
{
    public static void AddAll(FilterCollection filters)
    {
        Add<OnMarker>(filters);
        Add<OffMarker>(filters);
        Add<MatchingMarker>(filters);
        Add<NotMatchingMarker>(filters);
        Add<VariantMarker>(filters);
        Add<PayloadMarker>(filters);
        Add<HoldoutMarker>(filters);
        Add<ConfiguredMarker>(filters);
        Add<UnknownMarker>(filters);
    }

    private static void Add<TMarker>(FilterCollection filters)
        where TMarker : IKindMarker => filters.AddForFeature<MarkingFilter<TMarker>>(TMarker.Kind.ToString());
}
