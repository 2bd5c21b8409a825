using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Creates a service whose registration another service replaced.</summary>
internal static class ServiceDescriptorExtensions
{
    public static object Create(this ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
