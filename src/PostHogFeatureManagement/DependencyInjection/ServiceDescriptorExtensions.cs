using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Brings a service to life that another one took the place of.</summary>
internal static class ServiceDescriptorExtensions
{
    public static object Create(this ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
