using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Testing;

/// <summary>What a flag is that a test has not set.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "These are feature flags, and their state is one of these.")]
public enum UnsetFlags
{
    /// <summary>As if PostHog did not have it: the application's feature configuration answers, and without it the flag is off.</summary>
    Off,

    /// <summary>What the emulator of the host says.</summary>
    Emulator,

    /// <summary>The check throws a <see cref="PostHogTestException"/>, unless the application's feature configuration has the flag. This finds flags that a test forgot.</summary>
    Throw,
}
