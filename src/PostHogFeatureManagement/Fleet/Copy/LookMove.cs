namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What an instance does after a look at the shared head.</summary>
internal enum LookMove : byte
{
    None,

    /// <summary>It uses what the others use.</summary>
    Confirm,

    /// <summary>It takes over the generation of the others. The definitions are the same.</summary>
    Join,

    /// <summary>It takes the definitions of the others.</summary>
    Install,

    /// <summary>It publishes its definitions again, under their own generation.</summary>
    Republish,

    /// <summary>It asks PostHog first.</summary>
    Poll,
}
