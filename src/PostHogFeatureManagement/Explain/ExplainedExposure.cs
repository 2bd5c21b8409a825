namespace PostHogFeatureManagement.Explain;

/// <summary>What a check would mean for exposures.</summary>
/// <param name="WouldSend">Whether the answer counts as an exposure that the application wants sent. Consent of a visitor is not asked for.</param>
/// <param name="AlreadySent">Whether this instance remembers having sent it, and so would not send it again.</param>
internal readonly record struct ExplainedExposure(bool WouldSend, bool AlreadySent);
