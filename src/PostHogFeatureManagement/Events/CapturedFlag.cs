using System.Text.Json;
using PostHogFeatureManagement.Flags.Accesses;

namespace PostHogFeatureManagement.Events;

/// <summary>A flag that the request had read when an event was captured.</summary>
internal readonly record struct CapturedFlag(string Key, bool IsEnabled, string? Variant)
{
    /// <summary>The caller's flags by key. Of a flag with several values, the one read last.</summary>
    public static CapturedFlag[] Of(AccessedFlag? newest, PostHogContext caller)
    {
        if (newest is null)
        {
            return [];
        }

        var flags = new List<CapturedFlag>(newest.Count);
        for (AccessedFlag? flag = newest; flag is not null; flag = flag.Older)
        {
            if (flag.HasValue && flag.IsOf(caller) && !Has(flags, flag.Key))
            {
                flags.Add(new CapturedFlag(flag.Key, flag.IsEnabled, flag.IsEnabled ? flag.Variant : null));
            }
        }

        flags.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return [.. flags];
    }

    public void WriteValue(Utf8JsonWriter writer)
    {
        if (Variant is not null)
        {
            writer.WriteStringValue(Variant);
        }
        else
        {
            writer.WriteBooleanValue(IsEnabled);
        }
    }

    private static bool Has(List<CapturedFlag> flags, string key)
    {
        foreach (CapturedFlag flag in flags)
        {
            if (string.Equals(flag.Key, key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
