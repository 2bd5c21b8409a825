using System.Text.Json;

namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>Files with flags.</summary>
internal static class FlagsJson
{
    public const string Name = "posthog.flags.json";

    /// <summary>An on/off flag, one with variants, one that is on for everyone, one that is off, and one for companies.</summary>
    public const string Shop =
        """
        {
          "typedFlags": 1,
          "flags": [
            { "key": "new-checkout", "name": "New checkout", "active": true, "audience": "persons", "decided": "local" },
            { "key": "headline", "active": true, "audience": "persons", "decided": "local",
              "variants": [ { "key": "bold", "percentage": 50, "payload": { "button": "string" } }, { "key": "plain", "percentage": 50 } ] },
            { "key": "shipped", "active": true, "audience": "everyone", "decided": "local" },
            { "key": "abandoned", "active": false, "audience": "persons", "decided": "local" },
            { "key": "for-companies", "active": true, "audience": "groups", "decided": "server" }
          ]
        }
        """;

    public static string Of(params string[] keys) => FileOf(keys.Select(static key => $$"""{ "key": {{JsonSerializer.Serialize(key)}} }"""));

    public static string WithVariants(string key, params string[] variants) =>
        FileOf([$$"""{ "key": "{{key}}", "variants": [ {{string.Join(", ", variants.Select(static variant => $$"""{ "key": {{JsonSerializer.Serialize(variant)}} }"""))}} ] }"""]);

    private static string FileOf(IEnumerable<string> flags) => $$"""{ "typedFlags": 1, "flags": [ {{string.Join(", ", flags)}} ] }""";
}
