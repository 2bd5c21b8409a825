using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The application's own accessor, registered anew under a key, so that the container goes on caching and disposing it as its lifetime says.</summary>
/// <param name="IsSingleton">Whether there is one for the whole application.</param>
/// <param name="IsMicrosofts">Whether it is the one of Microsoft's <c>WithTargeting()</c>.</param>
internal sealed record OwnTargetingAccessor(bool IsSingleton, bool IsMicrosofts)
{
    public static object Key { get; } = typeof(OwnTargetingAccessor);

    public static ITargetingContextAccessor Find(IServiceProvider services) => services.GetRequiredKeyedService<ITargetingContextAccessor>(Key);
}
