namespace PostHogFeatureManagement.Events;

/// <summary>A caller's groups as events have them: type and key, sorted, without properties, which may be large.</summary>
internal static class GroupKeys
{
    public static KeyValuePair<string, string>[] Of(PostHogContext caller)
    {
        if (caller.Groups.Count == 0)
        {
            return [];
        }

        var keys = new List<KeyValuePair<string, string>>(caller.Groups.Count);
        foreach ((string type, PostHogGroup group) in caller.Groups)
        {
            if (group.Key.Length > 0)
            {
                keys.Add(new(type, group.Key));
            }
        }

        keys.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return [.. keys];
    }

    /// <summary>How many characters they have.</summary>
    public static int Length(KeyValuePair<string, string>[] groups)
    {
        int length = 0;
        foreach ((string type, string key) in groups)
        {
            length += type.Length + key.Length;
        }

        return length;
    }
}
