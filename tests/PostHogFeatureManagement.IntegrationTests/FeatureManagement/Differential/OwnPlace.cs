using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Where an application registers its own manager.</summary>
/// <param name="Role">The interface that it registers.</param>
/// <param name="When">When it does so.</param>
internal sealed record OwnPlace(ManagerRole Role, OwnMoment When)
{
    private Type Interface => Role switch
    {
        ManagerRole.Manager => typeof(IFeatureManager),
        ManagerRole.VariantManager => typeof(IVariantFeatureManager),
        ManagerRole.Snapshot => typeof(IFeatureManagerSnapshot),
        _ => typeof(IVariantFeatureManagerSnapshot),
    };

    /// <summary>
    /// Whether the application's own manager decides for a door. Microsoft's snapshot asks the registered manager of the same kind, and no door asks another
    /// interface than Microsoft's sources say.
    /// </summary>
    public bool Decides(ManagerRole door) => door == Role || (Role, door) is (ManagerRole.Manager, ManagerRole.Snapshot) or (ManagerRole.VariantManager, ManagerRole.VariantSnapshot);

    /// <summary>Registers a manager if this is the moment.</summary>
    public void Register(IFeatureManagementBuilder features, OwnFeatures own, bool scoped, params OwnMoment[] moments)
    {
        if (!moments.Contains(When))
        {
            return;
        }

        if (When == OwnMoment.First)
        {
            // Microsoft's registrations only add what is not there yet.
            features.Services.RemoveAll(Interface);
        }

        bool isScoped = scoped || Role is ManagerRole.Snapshot or ManagerRole.VariantSnapshot;
        features.Services.Add(ServiceDescriptor.Describe(Interface, _ => own, isScoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton));
    }
}
