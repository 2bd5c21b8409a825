using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.AspNetCore.OpenApi;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class ApiDescriptionServices
{
    /// <summary>
    /// Puts the caller's view around the application's API descriptions. The framework registers its own only where there is none, so that this may come before it or after.
    /// </summary>
    public static IServiceCollection AddPostHogApiDescriptions(this IServiceCollection services)
    {
        ServiceDescriptor? own = services.LastOrDefault(static service => service.ServiceType == typeof(IApiDescriptionGroupCollectionProvider));
        services.RemoveAll<IApiDescriptionGroupCollectionProvider>();
        return services.AddSingleton<IApiDescriptionGroupCollectionProvider>(provider => Create(provider, own)!);
    }

    // Null, as if nothing was registered, in an application without API descriptions.
    private static CallerApiDescriptions? Create(IServiceProvider provider, ServiceDescriptor? own)
    {
        if (own is null && provider.GetService<IActionDescriptorCollectionProvider>() is null)
        {
            return null;
        }

        object all = own is null ? ActivatorUtilities.CreateInstance<ApiDescriptionGroupCollectionProvider>(provider) : own.Create(provider);
        return new CallerApiDescriptions((IApiDescriptionGroupCollectionProvider)all, provider.GetRequiredService<IHttpContextAccessor>());
    }
}
