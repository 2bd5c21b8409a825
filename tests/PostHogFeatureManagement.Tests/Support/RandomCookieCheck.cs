using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A posthog-js cookie gives a caller that PostHog can be asked about, or none. A visitor can write anything into it.</summary>
internal sealed class RandomCookieCheck : RandomCheck, IDisposable
{
    private static readonly string Name = PostHogCookie.NameFor(RandomApp.ProjectToken);

    private readonly RandomApp _app = new();

    public void Dispose() => _app.Dispose();

    protected override string? FindFault(RandomTrial trial)
    {
        byte[] document = new RandomDamage(trial.Random).Next(Cookie(trial.Random));
        trial.Documents.Add(document);
        var context = new DefaultHttpContext();
        string header = Header(trial.Random, document);
        context.Request.Headers.Cookie = header;
        return trial.Take(header.Length, () => Ask(context)) ?? _app.TakeError();
    }

    private static JsonObject Cookie(Random random)
    {
        string id = $"0190{random.Next():x8}-7f3e";
        var text = new RandomText(random);
        return new JsonObject
        {
            ["distinct_id"] = random.Percent(80) ? id : random.Percent(50) ? text.Next() : random.Pick(["undefined", "null", "$posthog_cookieless", "user-7"]),
            ["$device_id"] = random.Percent(60) ? id : text.Next(),
            ["$user_state"] = random.Pick(["anonymous", "identified", "other"]),
            ["$sesid"] = new JsonArray(1767225600123, id, 1767225600000),
            ["$epp"] = true,
            ["$initial_person_info"] = new JsonObject { ["r"] = "$direct", ["u"] = $"https://example.org/?q={text.Next()}" },
        };
    }

    private static string Header(Random random, byte[] document)
    {
        string json = random.Percent(80) ? Encoding.UTF8.GetString(document) : Encoding.Latin1.GetString(document);
        string value = random.Next(10) switch
        {
            0 => json,
            1 => Uri.EscapeDataString(Uri.EscapeDataString(json)),
            2 => $"\"{Uri.EscapeDataString(json)}\"",
            3 => Uri.EscapeDataString(json).Replace("%2", "%", StringComparison.Ordinal),
            4 => string.Concat(random.Pick(["%", "%7", "\ud800", "%ff%fe", ""]), Uri.EscapeDataString(json)),
            _ => Uri.EscapeDataString(json),
        };
        return random.Percent(70) ? $"{Name}={value}" : $"a=b; {Name}x=1;{Name}={value}; {Name}=%7B%22distinct_id%22%3A%22later%22%7D";
    }

    private string? Ask(HttpContext context)
    {
        PostHogCookie? cookie = PostHogCookie.Find(context.Request.Headers.Cookie, Name);
        bool isOn = _app.Get<IVariantFeatureManager>().IsEnabledAsync("on", context).AsTask().GetAwaiter().GetResult();
        if (isOn != cookie is not null)
        {
            return $"The flag is {(isOn ? "on" : "off")} for {cookie}.";
        }

        return cookie is not null && (cookie.DistinctId.Any(char.IsControl) || cookie.DeviceId is { Length: 0 or > 1_000 })
            ? $"This is no caller: {cookie}."
            : null;
    }
}
