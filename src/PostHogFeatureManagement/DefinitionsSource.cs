using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>Where the flag definitions in use came from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DefinitionsSource>))]
public enum DefinitionsSource : byte
{
    /// <summary>PostHog sent them to this instance, or confirmed that they are current.</summary>
    Server,

    /// <summary>Another instance of the application shared them.</summary>
    Shared,

    /// <summary>The file of the last good definitions, <c>Definitions:LastGoodFile</c>.</summary>
    File,

    /// <summary>The file that was deployed with the application, <c>Definitions:BootstrapFile</c>.</summary>
    Bootstrap,
}
