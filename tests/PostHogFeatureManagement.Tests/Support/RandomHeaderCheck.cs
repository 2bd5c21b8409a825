using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>The headers of posthog-js give a visitor, or none, and only from a page that may send them. A visitor can write anything into them.</summary>
internal sealed class RandomHeaderCheck : RandomCheck
{
    private const string Listed = "https://www.example.com";

    private static readonly TracingHeaderStep Step = new(Options.Create(new PostHogFeatureManagementOptions
    {
        Identity = { ReadTracingHeaders = true, TrustedTracingOrigins = [Listed] },
    }));

    protected override string? FindFault(RandomTrial trial)
    {
        Random random = trial.Random;
        var text = new RandomText(random);
        string?[] ids = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Id(random, text))];
        string fetchSite = random.Pick(["same-origin", "same-site", "cross-site", "none", "same-origin, same-origin", text.Next()]);
        string origin = random.Pick([Listed, "HTTPS://WWW.EXAMPLE.COM", "https://www.example.com.evil.example", "null", "", text.Next()]);
        trial.Documents.Add(Encoding.UTF8.GetBytes(string.Join('\n', [.. ids, fetchSite, origin])));
        var headers = new HeaderDictionary
        {
            ["x-posthog-distinct-id"] = new StringValues(ids),
            ["X-POSTHOG-SESSION-ID"] = text.Next(),
            ["Sec-Fetch-Site"] = fetchSite,
            ["Origin"] = origin,
        };
        bool mayRead = fetchSite == "same-origin" || origin.Equals(Listed, StringComparison.OrdinalIgnoreCase);
        return trial.Take(ids.Sum(static id => id?.Length ?? 0), () => Ask(headers, mayRead));
    }

    private static string? Id(Random random, RandomText text) => random.Next(8) switch
    {
        0 => null,
        1 => random.Pick(["undefined", "null", "$posthog_cookieless", " ", "\u0000\u0085"]),
        2 => new string('x', random.Next(5_000)),
        3 => string.Concat(text.Next(), "\u0007", text.Next()),
        _ => text.Next(),
    };

    private static string? Ask(HeaderDictionary headers, bool mayRead)
    {
        var query = new CallerQuery { Tracing = TracingHeaders.Read(headers) };
        CallerClue? clue = Step.Find(query);
        string? id = clue?.Context.DistinctId;
        if (clue is not null && (!mayRead || clue.Trust != CallerTrust.Claimed || !clue.IsAboutItsPersonOnly))
        {
            return $"This page may not name {id}, or not with this trust.";
        }

        return clue is not null && (string.IsNullOrWhiteSpace(id) || id.Any(char.IsControl) || id is "undefined" or "null" || clue.Context.SessionId is { Length: 0 or > 1_000 })
            ? $"This is no visitor: {id}."
            : null;
    }
}
