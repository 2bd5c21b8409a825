using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Writes a variant with its configuration, and a flag's result as Microsoft's interfaces show it.</summary>
internal static class VariantText
{
    public static string Of(Variant? variant) => variant is null ? Reply.NoVariant : Combine(variant.Name, variant.Configuration is { } section ? Flatten(section) : null);

    public static string Of(FlagResult result)
    {
        // Microsoft has no payloads of flags without variants, so a Boolean flag's payload comes as a variant with this name.
        string? name = result.Variant ?? (result is { IsEnabled: true, Payload: not null } ? "true" : null);
        return name is null ? Reply.NoVariant : Combine(name, result.Payload is { } payload ? Flatten(payload, string.Empty) : null);
    }

    private static string Combine(string name, IEnumerable<string>? values) => $"{name} [{string.Join(", ", (values ?? []).Order(StringComparer.Ordinal))}]";

    private static IEnumerable<string> Flatten(IConfigurationSection section)
    {
        IEnumerable<string> children = section.AsEnumerable(makePathsRelative: true).Where(static pair => pair.Value is not null).Select(static pair => $"{pair.Key}={pair.Value}");
        return section.Value is null ? children : children.Append($"={section.Value}");
    }

    private static IEnumerable<string> Flatten(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Flatten(member.Value, Append(path, member.Name))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Flatten(item, Append(path, $"{index}"))),
        _ => [$"{path}={value}"],
    };

    private static string Append(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}
