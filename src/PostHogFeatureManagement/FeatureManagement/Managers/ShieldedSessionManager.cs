using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Keeps overridden flags away from a session manager of the application. Microsoft's manager writes every value into the session, so an override would live on there
/// after it has ended, and a remembered value would hide the override.
/// </summary>
internal sealed class ShieldedSessionManager(ISessionManager sessions, FlagOverrides overrides) : ISessionManager
{
    public Task SetAsync(string featureName, bool enabled) => overrides.Contains(featureName) ? Task.CompletedTask : sessions.SetAsync(featureName, enabled);

    public Task<bool?> GetAsync(string featureName) => overrides.Contains(featureName) ? Task.FromResult<bool?>(null) : sessions.GetAsync(featureName);

    /// <summary>Shields all session managers of a manager. Without any, nothing changes.</summary>
    public static FeatureManager Shield(FeatureManager manager, FlagOverrides overrides)
    {
        ISessionManager[] sessions = [.. manager.SessionManagers];
        if (sessions.Length > 0)
        {
            MicrosoftInternals.SetSessionManagers(manager, [.. sessions.Select(session => new ShieldedSessionManager(session, overrides))]);
        }

        return manager;
    }
}
