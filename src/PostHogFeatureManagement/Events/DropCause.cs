namespace PostHogFeatureManagement.Events;

/// <summary>The value of <c>error.type</c> for events that were dropped before they were handed over for sending.</summary>
internal static class DropCause
{
    /// <summary>The visitor has refused, or the application's own function did not let the event pass.</summary>
    public const string Consent = "consent";

    public static string Of(DropReason reason) => reason switch
    {
        DropReason.QueueFull or DropReason.MemoryFull => "queue_full",
        DropReason.TooLarge => "too_large",
        DropReason.BeforeSend => Consent,
        _ => "already_shutdown",
    };
}
