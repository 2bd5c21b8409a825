namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Gives each of several texts an identifier of its own.</summary>
/// <param name="reserved">Identifiers that are taken.</param>
/// <param name="suffix">What is added to one that would be a reserved one, or empty.</param>
internal sealed class NameTable(IEnumerable<string> reserved, string suffix)
{
    private readonly HashSet<string> _reserved = new(reserved, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _used = new(StringComparer.Ordinal);

    /// <summary>What every type inherits. A member of that name would hide it.</summary>
    public static readonly string[] OfObject =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <param name="text">A text that has none yet.</param>
    /// <param name="same">The text that has the identifier that this one would have; null for none.</param>
    public string Add(string text, out string? same)
    {
        string wanted = Identifier.Pascal(text);
        if (wanted.Length == 0 || _reserved.Contains(wanted))
        {
            wanted += suffix;
        }

        string name = wanted;
        for (int number = 2; _used.ContainsKey(name) || _reserved.Contains(name); number++)
        {
            name = $"{wanted}_{number}";
        }

        same = _used.TryGetValue(wanted, out string other) ? other : null;
        _used[name] = text;
        return name;
    }
}
