using Microsoft.CodeAnalysis.Text;
using PostHogFeatureManagement.Generators.Json;

namespace PostHogFeatureManagement.Generators.Configuration;

/// <summary>Reads configured features in both schemas of Microsoft.FeatureManagement. A file that is not JSON has none: the application itself reports it.</summary>
internal sealed class ConfigurationReader
{
    private const string DotNetSection = "FeatureManagement";
    private const string MicrosoftSection = "feature_management";

    private readonly List<string> _names = [];
    private readonly List<FilterUse> _filters = [];

    public static ConfigurationFile Read(SourceText source)
    {
        var reader = new ConfigurationReader();
        if (JsonParser.Parse(source.ToString(), out _) is { } root)
        {
            reader.ReadRoot(root);
        }

        return new(reader._names, reader._filters);
    }

    private void ReadRoot(JsonValue root)
    {
        foreach (JsonMember member in root.Members)
        {
            if (Is(member.Name, DotNetSection))
            {
                ReadSection(member.Value);
            }
            else if (member.Name.StartsWith($"{DotNetSection}:", StringComparison.OrdinalIgnoreCase))
            {
                _names.Add(member.Name.Split(':')[1]);
            }
            else if (Is(member.Name, MicrosoftSection))
            {
                ReadMicrosoftSection(member.Value);
            }
        }
    }

    private void ReadSection(JsonValue section)
    {
        foreach (JsonMember feature in section.Members)
        {
            _names.Add(feature.Name.Split(':')[0]);
            ReadFilters(feature.Name, feature.NameSpan, Member(feature.Value, "EnabledFor"));
        }
    }

    private void ReadMicrosoftSection(JsonValue section)
    {
        foreach (JsonValue feature in Member(section, "feature_flags")?.Items ?? [])
        {
            if (Member(feature, "id") is { Kind: JsonKind.String } id)
            {
                _names.Add(id.Text);
                JsonValue? conditions = Member(feature, "conditions");
                ReadFilters(id.Text, id.Span, conditions is null ? null : Member(conditions, "client_filters"));
            }
        }
    }

    private void ReadFilters(string feature, TextSpan featureSpan, JsonValue? filters)
    {
        foreach (JsonValue filter in filters?.Items ?? [])
        {
            if (Member(filter, "Name") is { Kind: JsonKind.String } name && Is(name.Text, "PostHog"))
            {
                JsonValue? parameters = Member(filter, "Parameters");
                JsonValue? flag = TextOf(parameters, "Flag");
                JsonValue? variant = TextOf(parameters, "Variant");
                _filters.Add(new FilterUse(flag?.Text ?? feature, flag?.Span ?? featureSpan, variant?.Text, variant?.Span ?? default));
            }
        }
    }

    private static JsonValue? TextOf(JsonValue? json, string name) =>
        json is not null && Member(json, name) is { Kind: JsonKind.String, Text.Length: > 0 } value ? value : null;

    private static JsonValue? Member(JsonValue json, string name) => json.Member(name, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
