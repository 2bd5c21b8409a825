using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A payload can be read as JSON and as configuration, whatever it is. Only what an application binds it to can refuse it, as .NET does.</summary>
internal sealed class RandomPayloadCheck : RandomCheck
{
    // A section's path is made anew for each value that is bound.
    private const int BoundSize = 10_000;

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = FlagPayload.MaxDepth + 1 };

    /// <summary>Reads a variant's configuration.</summary>
    public static string? Read(IConfigurationSection? section)
    {
        _ = (section?.Value, section?.GetReloadToken());
        foreach (IConfigurationSection child in section?.GetChildren() ?? [])
        {
            if (section![child.Key] != section.GetSection(child.Key).Value)
            {
                return $"The value of '{child.Path}' depends on how it is read.";
            }

            if (Read(child) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    protected override string? FindFault(RandomTrial trial)
    {
        byte[] document = new RandomDamage(trial.Random).Next(new RandomPayloads(trial.Random).Next());
        trial.Documents.Add(document);
        JsonElement wire = OnTheWire(trial.Random, document);
        FlagPayload? payload = null;
        IConfigurationSection? section = null;
        string? fault = trial.Take(document.Length, () =>
        {
            payload = FlagPayload.FromWire(wire, out _);
            section = VariantDelivery.ForAnswer("flag", "variant", payload).ToVariant().Configuration;
            return Read(section);
        });
        return fault ?? ReadJson(payload) ?? (section is null || document.Length > BoundSize ? null : Bind(section));
    }

    /// <summary>Normally a string that holds JSON, sometimes the JSON itself.</summary>
    private static JsonElement OnTheWire(Random random, byte[] document)
    {
        if (random.Percent(40))
        {
            try
            {
                using JsonDocument raw = JsonDocument.Parse(document);
                return raw.RootElement.Clone();
            }
            catch (JsonException)
            {
                // The reader of the response would have refused it.
            }
        }

        string text = JsonSerializer.Serialize(Encoding.UTF8.GetString(document));
        using JsonDocument inText = JsonDocument.Parse(random.Percent(5) ? text.Insert(1, "\\ud83d") : text);
        return inText.RootElement.Clone();
    }

    private static string? Bind(IConfigurationSection section)
    {
        try
        {
            _ = section.AsEnumerable().Count();
            section.Bind(new RandomSettings());
            _ = section.Get<RandomSettings>();
        }
        catch (InvalidOperationException)
        {
            // A value that is no number, as from any other configuration.
        }

        return null;
    }

    private static string? ReadJson(FlagPayload? payload)
    {
        var result = new FlagResult(true, "variant", payload, FlagReason.ConditionMatch, 0, FlagSource.Remote);
        try
        {
            _ = result.Payload?.Deserialize<RandomSettings>(Deep);
        }
        catch (JsonException)
        {
            // A value of another type, as from any other JSON.
        }

        string json = JsonSerializer.Serialize(result, Deep);
        FlagResult again = JsonSerializer.Deserialize<FlagResult>(json, Deep);
        return again.Payload.HasValue == (result.Payload is { ValueKind: not JsonValueKind.Null }) ? null : $"The result is another one as JSON: {json}";
    }
}
