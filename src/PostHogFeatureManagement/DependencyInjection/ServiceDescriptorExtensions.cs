using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Brings a service to life that another one took the place of.</summary>
internal static class ServiceDescriptorExtensions
{
    public static object Create(this ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);

    /// <summary>The same service with the same lifetime under a key.</summary>
    public static ServiceDescriptor WithKey(this ServiceDescriptor descriptor, object key) => descriptor.ImplementationInstance is { } instance
        ? new ServiceDescriptor(descriptor.ServiceType, key, instance)
        : ServiceDescriptor.DescribeKeyed(descriptor.ServiceType, key, (provider, _) => descriptor.Create(provider), descriptor.Lifetime);
}
