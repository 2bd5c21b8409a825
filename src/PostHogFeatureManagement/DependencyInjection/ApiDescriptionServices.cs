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
    /// Wraps the application's API descriptions, so that documents can exclude APIs that are disabled for their caller. The framework registers its own
    /// descriptions only when there are none, so this registration can come before or after it.
    /// </summary>
    public static IServiceCollection AddPostHogApiDescriptions(this IServiceCollection services)
    {
        ServiceDescriptor? own = services.LastOrDefault(static service => service.ServiceType == typeof(IApiDescriptionGroupCollectionProvider));
        services.RemoveAll<IApiDescriptionGroupCollectionProvider>();
        return services.AddSingleton<IApiDescriptionGroupCollectionProvider>(provider => Create(provider, own)!);
    }

    // Null, as if nothing were registered, in an application without API descriptions.
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
