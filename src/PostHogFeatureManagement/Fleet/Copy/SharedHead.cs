namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What instances share about the definitions, beside the definitions themselves. Immutable.</summary>
/// <param name="Generation">The order of publications: a higher one is newer. 0 as long as nothing was published.</param>
/// <param name="Renewals">How often PostHog has confirmed this publication. A poll that began before a renewal or a publication loses against it.</param>
/// <param name="FetchedAt">When PostHog last sent or confirmed the definitions. It tells the age, and never decides which ones are newer.</param>
/// <param name="NotBefore">PostHog is not asked before this time; null when it may be asked.</param>
/// <param name="IsQuotaUsedUp">Whether that is because the project's quota is used up.</param>
/// <param name="Body">The definitions that were published; null for none.</param>
internal sealed record SharedHead(
    long Generation, long Renewals, DateTimeOffset FetchedAt, DateTimeOffset? NotBefore, bool IsQuotaUsedUp, SharedBodyInfo? Body)
{
    /// <summary>What an instance that found nothing has to go on from.</summary>
    public static SharedHead Empty { get; } = new(0, 0, DateTimeOffset.UnixEpoch, null, false, null);
}
