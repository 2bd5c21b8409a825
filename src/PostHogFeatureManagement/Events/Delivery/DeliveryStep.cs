namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>What an answer to a batch means for its events.</summary>
internal enum DeliveryStep
{
    /// <summary>They are done with.</summary>
    Taken,

    /// <summary>They are sent again: a passing failure.</summary>
    Again,

    /// <summary>One of them may be at fault: halves are sent, and a single event is dropped.</summary>
    Halve,

    /// <summary>Something else than the events is wrong. They stay, and nothing is sent for a while.</summary>
    Refused,

    /// <summary>They are dropped.</summary>
    Drop,
}
