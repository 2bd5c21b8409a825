using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Brings a service to life that another one took the place of.</summary>
internal static class ServiceDescriptorExtensions
{
    public static object Create(this ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);

    /// <summary>Resolves as the descriptor's lifetime asks: one for the application, or one from the current request's services.</summary>
    public static Func<TService> Resolver<TService>(this ServiceDescriptor descriptor, IServiceProvider root)
        where TService : class
    {
        if (descriptor.Lifetime == ServiceLifetime.Singleton)
        {
            var single = new Lazy<TService>(() => (TService)descriptor.Create(root));
            return () => single.Value;
        }

        IHttpContextAccessor httpContextAccessor = root.GetRequiredService<IHttpContextAccessor>();
        return () => (TService)descriptor.Create(httpContextAccessor.HttpContext?.RequestServices ?? root);
    }
}
