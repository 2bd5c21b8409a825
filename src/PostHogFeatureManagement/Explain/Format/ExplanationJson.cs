using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Writes an explanation as the JSON document of version 1. <see cref="LocalJson"/> writes what this process makes of the flag.</summary>
internal static class ExplanationJson
{
    private const int Version = 1;

    // It is never part of a page, so markup need not be escaped.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(FlagExplanation explanation)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            Write(json, explanation.Facts, explanation.Summary);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, Math.Round(known.TotalSeconds, 3));
        }
    }

    /// <summary>A value as PostHog has it: the variant, or true or false; null when there is none.</summary>
    public static void WriteValue(Utf8JsonWriter json, string name, in FlagResult result)
    {
        if (!result.HasValue)
        {
            json.WriteNull(name);
        }
        else if (result is { IsEnabled: true, Variant: { } variant })
        {
            json.WriteString(name, variant);
        }
        else
        {
            json.WriteBoolean(name, result.IsEnabled);
        }
    }

    private static void Write(Utf8JsonWriter json, ExplanationFacts explanation, string summary)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("flag", explanation.Flag);
        json.WriteString("at", explanation.At);
        json.WriteString("summary", summary);
        WriteCaller(json, explanation.Caller);
        WriteAnswer(json, explanation);
        json.WriteStartArray("layers");
        foreach (ExplainedLayer layer in explanation.Chain.Layers.InOrder())
        {
            WriteLayer(json, layer, explanation);
        }

        json.WriteEndArray();
        WriteAlternatives(json, explanation);
        WriteClient(json, explanation.Client);
        json.WriteStartObject("exposure");
        json.WriteBoolean("wouldSend", explanation.Exposure.WouldSend);
        json.WriteBoolean("alreadySent", explanation.Exposure.AlreadySent);
        json.WriteEndObject();
        json.WriteStartObject("cost");
        json.WriteNumber("units", explanation.Cost.Units);
        json.WriteString("since", explanation.Cost.Since);
        json.WriteNumber("projected", explanation.Cost.Projected);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCaller(Utf8JsonWriter json, ExplainedCaller caller)
    {
        json.WriteStartObject("caller");
        json.WriteString("distinctId", caller.DistinctId);
        json.WriteString("trust", ExplanationWords.Of(caller.Trust));
        json.WriteString("idSource", caller.IsAmbient ? "ambient" : "call");
        json.WriteBoolean("hasDeviceId", caller.HasDeviceId);
        json.WriteStartArray("groups");
        foreach (string group in caller.Groups)
        {
            json.WriteStringValue(group);
        }

        json.WriteEndArray();
        json.WriteStartArray("properties");
        foreach ((string name, _) in caller.Properties)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, ExplanationFacts explanation)
    {
        FlagResult answer = explanation.Answer;
        json.WriteStartObject("answer");
        json.WriteBoolean("enabled", answer.IsEnabled);
        json.WriteString("variant", answer.Variant);
        json.WriteBoolean("hasValue", answer.HasValue);
        json.WriteBoolean("hasPayload", answer.PayloadObject is not null);
        json.WriteString("reason", answer.Reason.ToString());
        json.WriteString("source", answer.Source.ToString());
        json.WriteString("otelReason", explanation.Reason.Reason);
        json.WriteString("errorType", explanation.Reason.ErrorType);
        json.WriteBoolean("certain", explanation.IsCertain);
        json.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter json, ExplainedLayer layer, ExplanationFacts explanation)
    {
        json.WriteStartObject();
        json.WriteString("layer", ExplanationWords.Of(layer.Name));
        json.WriteString("outcome", ExplanationWords.Of(layer.Outcome));
        if (layer.Reason != FlagReason.Unknown)
        {
            json.WriteString("reason", layer.Reason.ToString());
        }

        if (layer.Name == LayerName.Local && explanation.Local is { } local)
        {
            LocalJson.Write(json, local);
        }
        else if (layer.Name == LayerName.Cache && explanation.Chain.Kept is { Kept: not null } kept)
        {
            WriteSeconds(json, "ageSeconds", kept.Age);
            json.WriteString("freshness", kept.IsLastResort ? "failSafe" : kept.Kept.Source == FlagSource.Cache ? "fresh" : "stale");
        }
        else if (layer.Name == LayerName.Configuration)
        {
            json.WriteBoolean("known", explanation.Chain.Configured is not null);
        }

        json.WriteEndObject();
    }

    private static void WriteAlternatives(Utf8JsonWriter json, ExplanationFacts explanation)
    {
        json.WriteStartObject("alternatives");
        WriteValue(json, "configuration", explanation.Chain.Configured ?? FlagResult.NoValue(FlagReason.FlagNotFound));
        if (explanation.CachedRemote is { } cached)
        {
            json.WriteStartObject("cachedRemote");
            WriteValue(json, "value", cached);
            WriteSeconds(json, "ageSeconds", explanation.Chain.Kept.Age);
            json.WriteBoolean("agrees", explanation.AgreesWith(cached));
            json.WriteEndObject();
        }

        if (explanation.Chain.Asked is { } asked)
        {
            json.WriteStartObject("remote");
            WriteValue(json, "value", asked.Result);
            json.WriteString("reason", asked.Result.Reason.ToString());
            json.WriteBoolean("agrees", explanation.AgreesWith(asked.Result));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteClient(Utf8JsonWriter json, ExplainedClient client)
    {
        json.WriteStartObject("client");
        json.WriteString("breaker", client.Circuit);
        if (client.CircuitCause is { } cause)
        {
            json.WriteString("breakerCause", cause);
        }

        if (client.OpenUntil is { } until)
        {
            json.WriteString("openUntil", until);
        }

        json.WriteString("lastFailure", client.LastFailure);
        if (client.LastFailureAt is { } at)
        {
            json.WriteString("lastFailureAt", at);
        }

        json.WriteString("definitionsFailure", client.DefinitionsFailure);
        json.WriteEndObject();
    }
}
