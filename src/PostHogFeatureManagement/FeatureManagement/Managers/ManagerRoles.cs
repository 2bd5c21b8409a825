using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Finds out once what Microsoft's manager does with a check of PostHog's flag while PostHog is switched on. It examines the manager that the container
/// created, because the application can replace or configure that manager after <c>AddPostHog()</c>.
/// </summary>
internal sealed class ManagerRoles(IFeatureDefinitionProvider provider, IOptions<PostHogFeatureManagementOptions> options, PostHogSwitch posthog)
{
    private volatile ManagerRole _role;

    public bool PublishesTelemetry { get; } = options.Value.FeatureManagement.Telemetry;

    public ManagerRole RoleOf(MicrosoftsManager manager)
    {
        if (!posthog.UsesAnswers)
        {
            return ManagerRole.Alone;
        }

        ManagerRole role = _role;
        return role == ManagerRole.Unknown ? _role = Examine(manager.Value) : role;
    }

    private ManagerRole Examine(FeatureManager manager)
    {
        bool asksPostHog = ReferenceEquals(MicrosoftInternals.ProviderOf(manager), provider)
            && manager.FeatureFilters.Any(static filter => filter is PostHogContextualFilter);
        if (!asksPostHog)
        {
            return ManagerRole.Alone;
        }

        return PublishesTelemetry || manager.SessionManagers.Any() ? ManagerRole.Involved : ManagerRole.PassThrough;
    }
}
