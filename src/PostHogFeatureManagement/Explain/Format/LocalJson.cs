using System.Text.Json;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Writes what this process makes of a flag.</summary>
internal static class LocalJson
{
    private const int VersionDigits = 12;

    public static void Write(Utf8JsonWriter json, LocalExplanation local)
    {
        json.WriteStartObject("definitions");
        json.WriteString("source", ExplanationWords.Of(local.Definitions.Source));
        json.WriteString("version", local.Definitions.Content.Hash.AsSpan(0, VersionDigits));
        json.WriteNumber("generation", local.Definitions.Generation);
        ExplanationJson.WriteSeconds(json, "ageSeconds", local.Age);
        json.WriteEndObject();
        FlagJson.Write(json, local.Flag);
    }
}
