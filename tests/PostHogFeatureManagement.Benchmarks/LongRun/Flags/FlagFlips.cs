using System.Globalization;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Flags;

/// <summary>
/// Changes one of the sample's flags after the other, as its owners would in PostHog. The flag "headline" is always on, and its payload, which the shop shows
/// on a button, tells the number of the version.
/// </summary>
internal sealed class FlagFlips
{
    public const string ButtonText = "Version ";

    private readonly JsonObject _document;
    private readonly FlagHistory _history;
    private readonly RunClock _clock;
    private readonly Random _random = new(Seed: 1);

    /// <param name="document">What PostHog has now.</param>
    /// <param name="history">Receives every version.</param>
    /// <param name="clock">The clock of the run.</param>
    public FlagFlips(JsonObject document, FlagHistory history, RunClock clock)
    {
        _document = document;
        _history = history;
        _clock = clock;
        history.Add(new FlagVersion(0, document.DeepClone().AsObject(), TimeSpan.Zero));
    }

    /// <summary>Makes the first version of the sample's definitions.</summary>
    public static JsonObject First(string definitions)
    {
        JsonObject document = JsonNode.Parse(definitions)!.AsObject();
        Stamp(document, 0);
        return document;
    }

    public async Task RunAsync(PostHogEmulator posthog, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Flip(posthog);
            await Task.Delay(LongRunPlan.BetweenFlips, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Flip(PostHogEmulator posthog)
    {
        Change();
        FlagVersion last = _history.Latest;
        Stamp(_document, last.Number + 1);
        var next = new FlagVersion(last.Number + 1, _document.DeepClone().AsObject(), _clock.Now);
        _history.Add(next);
        posthog.ReplaceDefinitions(next.Json);
        last.Until = _clock.Now;
    }

    private void Change()
    {
        switch (_random.Next(7))
        {
            case 0:
                Flag("beta")["active"] = !(bool)Flag("beta")["active"]!;
                break;
            case 1:
                Condition("beta", 1)["rollout_percentage"] = _random.Next(5) * 25;
                break;
            case 2:
                Split("headline");
                break;
            case 3:
                Split("price-color");
                break;
            case 4:
                Condition("preview-page", 0)["properties"]![0]!["value"] = _random.Next(2) == 0 ? "scale" : "team";
                break;
            case 5:
                Flag("express-checkout")["active"] = !(bool)Flag("express-checkout")["active"]!;
                break;
            default:
                Flag("loyalty-points")["filters"]!["holdout"]!["exclusion_percentage"] = _random.Next(4) * 20;
                break;
        }
    }

    /// <summary>Moves a share of the first variant's callers to the second, or back.</summary>
    private void Split(string key)
    {
        JsonArray variants = Flag(key)["filters"]!["multivariate"]!["variants"]!.AsArray();
        int both = (int)variants[0]!["rollout_percentage"]! + (int)variants[1]!["rollout_percentage"]!;
        int first = _random.Next(both + 1);
        variants[0]!["rollout_percentage"] = first;
        variants[1]!["rollout_percentage"] = both - first;
    }

    private static void Stamp(JsonObject document, int version)
    {
        JsonObject payloads = Flag(document, "headline")["filters"]!["payloads"]!.AsObject();
        foreach (string variant in payloads.Select(static payload => payload.Key).ToArray())
        {
            payloads[variant] = new JsonObject { ["button"] = ButtonText + version.ToString(CultureInfo.InvariantCulture) }.ToJsonString();
        }
    }

    private JsonNode Condition(string key, int index) => Flag(key)["filters"]!["groups"]![index]!;

    private JsonNode Flag(string key) => Flag(_document, key);

    private static JsonNode Flag(JsonObject document, string key) => document["flags"]!.AsArray().First(flag => (string?)flag!["key"] == key)!;
}
