namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Two contexts are equal when all their values are equal. Property values use .NET's equality, which is stricter than PostHog's and therefore safe.
/// </summary>
internal sealed class PostHogContextComparer : IEqualityComparer<PostHogContext>
{
    public static PostHogContextComparer Instance { get; } = new();

    public bool Equals(PostHogContext? x, PostHogContext? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        return x is not null && y is not null
            && string.Equals(x.DistinctId, y.DistinctId, StringComparison.Ordinal)
            && string.Equals(x.DeviceId, y.DeviceId, StringComparison.Ordinal)
            && string.Equals(x.AnonymousDistinctId, y.AnonymousDistinctId, StringComparison.Ordinal)
            && SameProperties(x.PersonProperties, y.PersonProperties)
            && SameGroups(x.Groups, y.Groups);
    }

    // A job can check thousands of companies for one caller or for none. All content must therefore count, and its order must not.
    public int GetHashCode(PostHogContext obj)
    {
        int content = 0;
        foreach ((string name, object? value) in obj.PersonProperties)
        {
            content += HashCode.Combine(name, value);
        }

        foreach ((string type, PostHogGroup group) in obj.Groups)
        {
            content += HashCode.Combine(type, group.Key);
        }

        return HashCode.Combine(obj.DistinctId, obj.DeviceId, content);
    }

    private static bool SameGroups(IReadOnlyDictionary<string, PostHogGroup> left, IReadOnlyDictionary<string, PostHogGroup> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string type, PostHogGroup group) in left)
        {
            bool same = right.TryGetValue(type, out PostHogGroup? other)
                && string.Equals(group.Key, other.Key, StringComparison.Ordinal)
                && SameProperties(group.Properties, other.Properties);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameProperties(IReadOnlyDictionary<string, object?> left, IReadOnlyDictionary<string, object?> right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string name, object? value) in left)
        {
            if (!right.TryGetValue(name, out object? other) || !Equals(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
