using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// The short way to an on/off answer for the ambient caller, past Microsoft.FeatureManagement's manager. It is open where that manager would only ask the one gate:
/// nobody put another manager in its place, no session has a say, and nothing is published about the check.
/// </summary>
internal sealed class FastPath(
    FeatureManager manager,
    PostHogFilterCore gate,
    FeatureFinder finder,
    IEnumerable<ISessionManager> sessions,
    IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly bool _isOpen = options.Value is { UsesAnswers: true, FeatureManagement.Telemetry: false } && !sessions.Any();

    /// <summary>Null when the manager has to be asked.</summary>
    /// <param name="asked">The manager that would be asked.</param>
    /// <param name="feature">The flag's name.</param>
    /// <param name="caller">The ambient caller.</param>
    public Task<bool>? TryCheck(IVariantFeatureManager asked, string feature, PostHogContext caller) =>
        _isOpen && ReferenceEquals(asked, manager) && finder.Find(feature, finder.Current) is { } entry ? gate.CheckAsync(entry, caller) : null;
}
