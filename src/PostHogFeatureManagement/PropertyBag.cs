namespace PostHogFeatureManagement;

/// <summary>The properties of a person or group: as the application set them, and as everything in the library reads them. Immutable.</summary>
internal sealed class PropertyBag
{
    private static readonly Dictionary<string, object?> NoProperties = new(StringComparer.Ordinal);

    private PropertyBag(Dictionary<string, object?> given, Dictionary<string, object?> known, KeyValuePair<string, Type>[]? leftOut)
    {
        Given = given;
        Known = known;
        LeftOut = leftOut;
    }

    public static PropertyBag Empty { get; } = new(NoProperties, NoProperties, null);

    public Dictionary<string, object?> Given { get; }

    /// <summary>
    /// The values that can be sent to PostHog, in the forms of <see cref="PropertyKinds"/>. The same object as <see cref="Given"/> if that has no others.
    /// </summary>
    public Dictionary<string, object?> Known { get; }

    /// <summary>Names and types of the values that are missing from <see cref="Known"/>. Null when none is.</summary>
    public KeyValuePair<string, Type>[]? LeftOut { get; }

    public static PropertyBag Of(IReadOnlyDictionary<string, object?> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.Count == 0)
        {
            return Empty;
        }

        var given = new Dictionary<string, object?>(properties, StringComparer.Ordinal);
        foreach (object? value in given.Values)
        {
            if (!PropertyKinds.IsKnown(value))
            {
                return Read(given);
            }
        }

        return new PropertyBag(given, given, null);
    }

    private static PropertyBag Read(Dictionary<string, object?> given)
    {
        var known = new Dictionary<string, object?>(given.Count, StringComparer.Ordinal);
        var leftOut = new List<KeyValuePair<string, Type>>();
        foreach ((string name, object? value) in given)
        {
            if (PropertyKinds.TryRead(value, out object? read))
            {
                known.Add(name, read);
            }
            else
            {
                leftOut.Add(new(name, value!.GetType()));
            }
        }

        return new PropertyBag(given, known, leftOut.Count == 0 ? null : [.. leftOut]);
    }
}
