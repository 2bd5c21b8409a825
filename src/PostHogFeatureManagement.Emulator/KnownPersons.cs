using System.Collections.Frozen;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator;

/// <summary>The people the emulated server knows, with their properties. Immutable.</summary>
internal sealed class KnownPersons(IDictionary<string, IReadOnlyDictionary<string, object?>> persons)
{
    private static readonly Dictionary<string, object?> Nothing = [];

    private readonly FrozenDictionary<string, Dictionary<string, object?>> _persons = persons.ToFrozenDictionary(
        person => person.Key,
        person => new Dictionary<string, object?>(person.Value, StringComparer.Ordinal),
        StringComparer.Ordinal);

    public IEnumerable<string> DistinctIds => _persons.Keys.Order(StringComparer.Ordinal);

    /// <summary>The person as the server sees them when a request gives nothing but the id.</summary>
    public PostHogContext CallerOf(string distinctId)
    {
        var properties = new Dictionary<string, object?>(PropertiesOf(distinctId), StringComparer.Ordinal);
        InitialProperties.Fill(properties);
        return new PostHogContext(distinctId) { PersonProperties = properties };
    }

    public IReadOnlyDictionary<string, object?> PropertiesOf(string distinctId) => _persons.GetValueOrDefault(distinctId, Nothing);
}
