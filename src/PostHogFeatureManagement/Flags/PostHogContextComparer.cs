using System.Runtime.InteropServices;
using System.Text.Json;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Two contexts are equal when all their values are equal. Property values use .NET's equality, which is stricter than PostHog's and therefore safe. A list
/// that has changed since one of the two was created is another value.
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
            && SameProperties(x.Person, y.Person)
            && SameGroups(x.Groups, y.Groups);
    }

    // A job can check thousands of companies for one caller or for none. All content must therefore count, and its order must not.
    public int GetHashCode(PostHogContext obj)
    {
        int content = 0;
        foreach ((string name, object? value) in obj.PersonProperties)
        {
            content += HashCode.Combine(name, PropertyKinds.IsTooLong(value) ? null : value);
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
                && SameProperties(group.Bag, other.Bag);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameProperties(PropertyBag left, PropertyBag right) =>
        ReferenceEquals(left, right)
        || (SameValues(left.Given, right.Given, Equals) && (ReferenceEquals(left.Known, left.Given) || SameValues(left.Known, right.Known, SameContent)));

    private static bool SameValues(Dictionary<string, object?> left, Dictionary<string, object?> right, Func<object?, object?, bool> areSame)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string name, object? value) in left)
        {
            if (!right.TryGetValue(name, out object? other) || !areSame(value, other))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameContent(object? left, object? right) => (left, right) switch
    {
        (object?[] one, object?[] other) => one.Length == other.Length && one.Zip(other).All(static pair => SameContent(pair.First, pair.Second)),
        (JsonElement one, JsonElement other) => JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)),
        _ => Equals(left, right),
    };
}
