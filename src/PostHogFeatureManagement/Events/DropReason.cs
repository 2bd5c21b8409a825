namespace PostHogFeatureManagement.Events;

/// <summary>Why an event is not sent.</summary>
internal enum DropReason
{
    /// <summary>A newer event needed its place.</summary>
    QueueFull,

    /// <summary>The events that wait take too much memory.</summary>
    MemoryFull,

    /// <summary>The event alone is larger than PostHog takes.</summary>
    TooLarge,

    /// <summary>PostHog refuses it.</summary>
    Rejected,

    /// <summary>The project has used up its quota of events.</summary>
    QuotaLimited,

    /// <summary>PostHog has not taken it for too long.</summary>
    Expired,

    /// <summary>PostHog was switched off.</summary>
    SwitchedOff,

    /// <summary>The application stopped before it could be sent.</summary>
    Stopped,

    /// <summary>The application's own function did not let it pass.</summary>
    BeforeSend,

    /// <summary>Another instance has sent the same exposure.</summary>
    SentByOther,
}
