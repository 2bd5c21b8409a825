using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>The layer that a flag's name belongs to.</summary>
internal enum FlagOwner : byte
{
    /// <summary>PostHog has the flag, or only its servers know.</summary>
    PostHog,

    /// <summary>The configuration answers, if it knows the name.</summary>
    Configuration,

    /// <summary>PostHog does not have the flag, and the configuration is not asked.</summary>
    None,
}

/// <summary>What a name leads to: its layer, and the flag if PostHog has it.</summary>
/// <param name="Owner">The layer.</param>
/// <param name="Flag">PostHog's flag. Null when PostHog does not own the name, or when only its servers know the flag.</param>
internal readonly record struct FlagRoute(FlagOwner Owner, FlagDefinition? Flag = null);
