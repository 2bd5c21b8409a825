using System.Collections;

namespace PostHogFeatureManagement;

/// <summary>
/// Maps person properties to the claims that hold them. In configuration, it is a list of claim types, which are then also the names of the properties, or a
/// map from property names to one claim type or several. Enumerating it gives the names of the properties. Not thread-safe.
/// </summary>
/// <remarks>
/// A claim type stands for both spellings that ASP.NET Core uses, so <c>email</c> is also found under its URI. When a property has several claim types, the
/// first one present counts. When the user has several claims of that type, the property is an array.
/// </remarks>
public sealed class PersonPropertyClaims : IEnumerable<string>
{
    private readonly Dictionary<string, List<string>> _claimTypes = new(StringComparer.Ordinal);

    /// <summary>The number of properties.</summary>
    public int Count => _claimTypes.Count;

    /// <summary>The claim types that hold a property. Empty when the property is not mapped.</summary>
    /// <param name="property">The name of the property, case-sensitive.</param>
    public IReadOnlyList<string> this[string property] => _claimTypes.TryGetValue(property, out List<string>? claimTypes) ? claimTypes : [];

    /// <summary>Passes a claim on as a property of the same name.</summary>
    /// <param name="claimType">The claim type.</param>
    /// <exception cref="ArgumentNullException"><paramref name="claimType"/> is null.</exception>
    public void Add(string claimType) => Add(claimType, claimType);

    /// <summary>Passes a claim on as a property. Claim types that the property already has come first.</summary>
    /// <param name="property">The name of the property, case-sensitive.</param>
    /// <param name="claimTypes">The claim types; the first one present counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="property"/> or <paramref name="claimTypes"/> is null.</exception>
    public void Add(string property, params string[] claimTypes)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(claimTypes);
        if (!_claimTypes.TryGetValue(property, out List<string>? known))
        {
            _claimTypes[property] = known = [];
        }

        known.AddRange(claimTypes);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _claimTypes.Keys.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
