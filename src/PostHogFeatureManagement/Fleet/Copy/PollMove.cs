namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What an instance does with PostHog's answer.</summary>
internal enum PollMove : byte
{
    None,

    /// <summary>It uses the definitions, and nobody else hears of them.</summary>
    KeepAlone,

    /// <summary>It tells the others that the definitions are still current.</summary>
    Renew,

    /// <summary>It publishes the definitions under a new generation.</summary>
    Publish,

    /// <summary>It tells the others how long PostHog must not be asked.</summary>
    Postpone,
}
