using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// <c>AddPostHog()</c> puts its managers in the place of Microsoft's. Microsoft's extension methods look at the lifetime of what is registered, so it stays the
/// same, and a manager of the application's own stays as it is, each of the two for itself.
/// </summary>
[Trait("Promise", "FM-23")]
[Trait("Promise", "FM-24")]
public sealed class ReplacedManagerChangesLifetimeTests
{
    private static readonly Type[] Managers = [typeof(IFeatureManager), typeof(IVariantFeatureManager), typeof(FeatureManager)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddPostHog_MicrosoftsManagers_KeepsLifetimes(bool scoped)
    {
        ServiceLifetime lifetime = scoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton;
        IServiceCollection services = new ServiceCollection();
        Add(services, scoped).AddPostHog();

        Assert.All(Managers, manager => Assert.Equal((manager, lifetime), (manager, services.Last(descriptor => descriptor.ServiceType == manager && !descriptor.IsKeyedService).Lifetime)));
        Assert.Throws<FeatureManagementException>(() => Add(services, !scoped));
        Add(services, scoped).AddPostHog();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void AddPostHog_OneOwnManager_ReplacesOnlyTheOther(bool scoped, bool isVariant)
    {
        Type own = isVariant ? typeof(IVariantFeatureManager) : typeof(IFeatureManager);
        Type other = isVariant ? typeof(IFeatureManager) : typeof(IVariantFeatureManager);
        IServiceCollection services = new ServiceCollection();
        IFeatureManagementBuilder features = Add(services, scoped);
        var descriptor = ServiceDescriptor.Describe(own, static _ => throw new NotSupportedException(), scoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton);
        services.Add(descriptor);

        features.AddPostHog();

        Assert.Same(descriptor, services.Last(service => service.ServiceType == own && !service.IsKeyedService));
        Assert.Equal(scoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton, services.Last(service => service.ServiceType == other && !service.IsKeyedService).Lifetime);
    }

    private static IFeatureManagementBuilder Add(IServiceCollection services, bool scoped) => scoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
}
