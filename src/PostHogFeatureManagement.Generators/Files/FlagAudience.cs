namespace PostHogFeatureManagement.Generators.Files;

/// <summary>Who gets the flag.</summary>
internal enum FlagAudience
{
    /// <summary>It depends on the person.</summary>
    Persons,

    /// <summary>It depends on a group, such as a company.</summary>
    Groups,

    /// <summary>Everyone, and with variants always the same one.</summary>
    Everyone,

    /// <summary>The flag is off for everyone.</summary>
    NoOne,
}
