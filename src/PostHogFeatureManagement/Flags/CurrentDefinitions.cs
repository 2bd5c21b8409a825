using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>The definitions that a check uses. While PostHog is switched off there are none; the loaded ones are kept for when it is on again.</summary>
internal sealed class CurrentDefinitions(DefinitionsStore store, PostHogSwitch posthog)
{
    /// <summary>Those of the request, or else the newest. Null while PostHog's servers decide.</summary>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    public DefinitionsSnapshot? Of(RequestState? state) => posthog.IsOn ? RequestPins.DefinitionsOf(state, store) : null;
}
