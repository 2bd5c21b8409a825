using System.Security.Cryptography;
using System.Text;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// The names of what instances share. Each project at each PostHog has its own, so applications that share a cache do not affect each other. Names depend on the
/// secret too, and those of definitions on their format and on whether they are encrypted: while one of these changes, there are two fleets that know nothing of
/// each other, not one that cannot read half of its values.
/// </summary>
/// <param name="project">The project.</param>
/// <param name="cache">The settings.</param>
/// <param name="definitionsFormat">The format of shared definitions. Each has a fleet of its own.</param>
internal sealed class FleetScope(PostHogProject project, PostHogCacheOptions cache, int definitionsFormat = FleetScope.DefinitionsFormat)
{
    public const int DefinitionsFormat = 1;
    private const int ExposuresFormat = 1;

    private readonly FleetSecret? _secret = FleetSecret.From(cache.KeySecret);

    /// <summary>Whether what is shared carries an HMAC.</summary>
    public bool IsAuthenticated => _secret is not null;

    /// <summary>Notes that a circuit is open.</summary>
    public FleetSeal CircuitNotes => Seal($"{cache.KeyPrefix}:breaker:{Hash(string.Empty)}", "circuit notes");

    /// <summary>One value that has to do with definitions. The braces keep all of them on one node of a Redis cluster.</summary>
    public FleetSeal Definitions(string kind)
    {
        string format = $"\ndefinitions {definitionsFormat}{(cache.Encrypt ? " encrypted" : string.Empty)}";
        return Seal($"{cache.KeyPrefix}:{{{Hash(format)}}}:{kind}", $"definitions {kind}");
    }

    /// <summary>The start of the names of exposures that an instance sends for all.</summary>
    public string Exposures => $"{cache.KeyPrefix}:exposure:{Hash($"\nexposures {ExposuresFormat}")}:";

    private FleetSeal Seal(string name, string purpose) => new(name, _secret?.KeyFor(purpose));

    private string Hash(string kind)
    {
        string secret = _secret is null ? string.Empty : $"\n{_secret.Fingerprint}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project.Host}\n{project.Token}{secret}{kind}")).AsSpan(0, 12));
    }
}
