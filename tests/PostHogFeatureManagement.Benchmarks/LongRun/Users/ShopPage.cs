using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Benchmarks.LongRun.Flags;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Users;

/// <summary>Reads the flags out of an answer of the shop: out of what its visitor sees, and out of what it passes on to posthog-js.</summary>
internal sealed partial class ShopPage
{
    public const string Front = "/";
    public const string Beta = "/beta";
    public const string Preview = "/Preview";
    public const string Checkout = "/api/express-checkout";
    public const string List = "/api/flags";

    private static readonly Dictionary<string, string> Colors =
        new() { ["#1f7a4d"] = "forest", ["#7a2e6b"] = "plum", ["#b4491f"] = "rust", ["#1d5f99"] = "ocean" };

    private readonly Dictionary<string, ShownFlag> _flags = [];

    /// <summary>The number of the definitions that decided. Null where the answer does not tell.</summary>
    public int? Version { get; private set; }

    public IReadOnlyCollection<ShownFlag> Flags => _flags.Values;

    /// <summary>Where the answer disagrees with itself. Null if it does not.</summary>
    public string? Contradiction { get; private set; }

    public static ShopPage Read(string path, HttpStatusCode status, string body)
    {
        var page = new ShopPage();
        switch (path)
        {
            case List:
                page.ReadList(body);
                break;
            case Checkout:
                page.See("express-checkout", status == HttpStatusCode.OK ? "true" : null);
                break;
            default:
                page.PassOn(body);
                page.SeePage(path, status, body);
                break;
        }

        return page;
    }

    private void ReadList(string body)
    {
        using JsonDocument list = JsonDocument.Parse(body);
        foreach (JsonProperty flag in list.RootElement.EnumerateObject().Where(static flag => flag.Name != "free-shipping"))
        {
            _flags[flag.Name] = new ShownFlag(flag.Name, [Text(flag.Value.GetProperty("value"))], IsExposed: false);
        }

        Version = VersionIn(list.RootElement.GetProperty("headline").GetProperty("payload").GetProperty("button").GetString());
        Contradiction = list.RootElement.GetProperty("free-shipping").GetProperty("enabled").GetBoolean() ? null : "the configured flag is off";
    }

    /// <summary>The flags for posthog-js. There are none if PostHog could not be asked about one of them.</summary>
    private void PassOn(string body)
    {
        using JsonDocument island = JsonDocument.Parse(Island().Match(body).Groups[1].Value);
        if (!island.RootElement.GetProperty("bootstrap").TryGetProperty("featureFlags", out JsonElement flags))
        {
            return;
        }

        foreach (string key in (string[])["beta", "headline", "price-color", "preview-page", "express-checkout", "gift-wrap", "loyalty-points"])
        {
            _flags[key] = new ShownFlag(key, [flags.TryGetProperty(key, out JsonElement value) ? Text(value) : ShownFlag.NoValue], IsExposed: false);
        }

        JsonElement payloads = island.RootElement.GetProperty("bootstrap").GetProperty("featureFlagPayloads");
        using JsonDocument payload = JsonDocument.Parse(payloads.GetProperty("headline").GetString()!);
        Version = VersionIn(payload.RootElement.GetProperty("button").GetString());
    }

    private void SeePage(string path, HttpStatusCode status, string body)
    {
        See("beta", Has(">Workshop <span"));
        See("preview-page", Has(">Next season</a>"));
        if (path == Beta)
        {
            See("beta", status == HttpStatusCode.OK ? "true" : null);
        }
        else if (path == Preview)
        {
            See("preview-page", status == HttpStatusCode.OK ? "true" : null);
        }
        else
        {
            See("beta", Has("id=\"beta-banner\""));
            See("headline", Has("data-variant=\"bold\"") is null ? "control" : "bold");
            See("express-checkout", Has("Buy in one click"));
            See("price-color", Colors.GetValueOrDefault(Color().Match(body).Groups[1].Value));
            int? shown = VersionIn(Button().Match(body).Groups[1].Value);
            Contradict(shown is null || (Version is { } passedOn && passedOn != shown), "the button tells another version");
            Version ??= shown;
            Contradict(!body.Contains("id=\"free-shipping\"", StringComparison.Ordinal), "the configured flag is off");
        }

        string? Has(string text) => body.Contains(text, StringComparison.Ordinal) ? "true" : null;
    }

    /// <param name="key">The flag.</param>
    /// <param name="value">What the visitor sees of it. Null if nothing: it is off, or has no value.</param>
    private void See(string key, string? value)
    {
        string[] seen = value is null ? ["false", ShownFlag.NoValue] : [value];
        if (_flags.TryGetValue(key, out ShownFlag? known))
        {
            Contradict(!known.Values.Intersect(seen).Any(), $"{key} is {string.Join(" or ", known.Values)} here and {string.Join(" or ", seen)} there");
            seen = known.Values;
        }

        _flags[key] = new ShownFlag(key, seen, IsExposed: true);
    }

    private void Contradict(bool isContradiction, string how) => Contradiction ??= isContradiction ? how : null;

    private static int? VersionIn(string? button) => button?.StartsWith(FlagFlips.ButtonText, StringComparison.Ordinal) == true
        ? int.Parse(button[FlagFlips.ButtonText.Length..], CultureInfo.InvariantCulture)
        : null;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    [GeneratedRegex("<script type=\"application/json\" id=\"posthog-bootstrap\">(.*?)</script>")]
    private static partial Regex Island();

    [GeneratedRegex("id=\"price\" class=\"price\" style=\"--price: (#[0-9a-f]{6})\"")]
    private static partial Regex Color();

    [GeneratedRegex("<a class=\"button\" href=\"#products\">([^<]*)</a>")]
    private static partial Regex Button();
}
