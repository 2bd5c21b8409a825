using System.Text.Json;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Events;

/// <summary>Writes the properties that events have in common (protocol §10.2).</summary>
internal sealed class EventProperties(IOptions<PostHogFeatureManagementOptions> options)
{
    public const string Groups = "$groups";
    public const string SessionId = "$session_id";
    public const string DeviceId = "$device_id";
    public const string ActiveFlags = "$active_feature_flags";
    public const string FlagPrefix = "$feature/";

    private const string Library = "$lib";
    private const string LibraryVersion = "$lib_version";
    private const string IsServer = "$is_server";
    private const string DisableGeoIp = "$geoip_disable";

    private readonly bool _disablesGeoIp = options.Value.Client.DisableGeoIp;

    /// <summary>Whether an event cannot have a property of this name from the application.</summary>
    public static bool IsReserved(string name) => name is Library or LibraryVersion;

    /// <summary>Writes what every event has.</summary>
    /// <param name="writer">The properties.</param>
    /// <param name="own">The event's own properties, which win. Null when it has none.</param>
    public void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?>? own = null)
    {
        writer.WriteString(Library, PostHogHttp.ProductName);
        writer.WriteString(LibraryVersion, PostHogHttp.ProductVersion);
        if (own?.ContainsKey(IsServer) is not true)
        {
            writer.WriteBoolean(IsServer, true);
        }

        if (_disablesGeoIp && own?.ContainsKey(DisableGeoIp) is not true)
        {
            writer.WriteBoolean(DisableGeoIp, true);
        }
    }

    public static void WriteGroups(Utf8JsonWriter writer, KeyValuePair<string, string>[] groups)
    {
        if (groups.Length == 0)
        {
            return;
        }

        writer.WriteStartObject(Groups);
        foreach ((string type, string key) in groups)
        {
            writer.WriteString(type, key);
        }

        writer.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
