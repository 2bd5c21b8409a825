namespace PostHogFeatureManagement;

/// <summary>How long IDs can be. They may come from outside, and each is hashed and sent.</summary>
internal static class IdLimits
{
    /// <summary>PostHog's servers read this many Unicode scalar values of a distinct ID and ignore the rest (D1).</summary>
    public const int DistinctId = 200;

    /// <summary>The longest device ID, anonymous distinct ID and group key. A longer one counts as missing.</summary>
    public const int Others = 10_000;

    /// <summary>The part of a distinct ID that counts.</summary>
    public static string Cut(string distinctId)
    {
        if (distinctId.Length <= DistinctId)
        {
            return distinctId;
        }

        int length = 0;
        for (int runes = 0; runes < DistinctId && length < distinctId.Length; runes++)
        {
            length += length + 1 < distinctId.Length && char.IsSurrogatePair(distinctId[length], distinctId[length + 1]) ? 2 : 1;
        }

        return length == distinctId.Length ? distinctId : distinctId[..length];
    }

    /// <summary>An ID other than the distinct ID; null if there is none or it is too long.</summary>
    public static string? NullIfUnusable(string? id, ref bool isTooLong)
    {
        isTooLong |= id?.Length > Others;
        return string.IsNullOrEmpty(id) || id.Length > Others ? null : id;
    }
}
