using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Says in the response what became of a token, in structured fields (RFC 9651): an override that is dropped silently shows people the wrong page.</summary>
internal static class OverrideHeaders
{
    public const string Applied = "PostHog-Overrides";
    public const string Rejected = "PostHog-Overrides-Rejected";

    /// <param name="response">The response.</param>
    /// <param name="applied">What became of the token.</param>
    /// <param name="saysWhy">Whether the reason of a rejection may be told.</param>
    public static void Write(HttpResponse response, AppliedOverrides applied, bool saysWhy)
    {
        // The response is for one visitor, whatever the application says about it.
        response.Headers.CacheControl = "no-store, private";
        if (applied.Overrides is { } overrides)
        {
            response.Headers[Applied] = string.Join(", ", overrides.Flags.Select(static flag => $"{Key(flag.Key)}={Value(flag.Value)}"));
        }

        if (applied.Outcome != OverrideOutcome.Applied)
        {
            response.Headers[Rejected] = saysWhy ? Name(applied.Outcome) : "?1";
        }
    }

    /// <summary>The outcome as one word, for headers and telemetry.</summary>
    public static string Name(OverrideOutcome outcome) => outcome switch
    {
        OverrideOutcome.Applied => "applied",
        OverrideOutcome.PartlyApplied => "partly_applied",
        OverrideOutcome.Malformed => "malformed",
        OverrideOutcome.Signature => "signature",
        OverrideOutcome.Expired => "expired",
        OverrideOutcome.Environment => "environment",
        OverrideOutcome.Audience => "audience",
        OverrideOutcome.Subject => "subject",
        _ => "policy",
    };

    // A key in a structured field has lower case only, and begins with a letter or *.
    private static string Key(string flag)
    {
        string key = string.Create(flag.Length, flag, static (span, name) =>
        {
            for (int i = 0; i < name.Length; i++)
            {
                char letter = char.ToLowerInvariant(name[i]);
                span[i] = char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-' or '.' ? letter : '_';
            }
        });
        return char.IsAsciiLetterLower(key[0]) ? key : $"*{key}";
    }

    private static string Value(in FlagResult value)
    {
        if (value.Variant is not { } variant)
        {
            return value.IsEnabled ? "?1" : "?0";
        }

        if (variant.All(static letter => letter is >= ' ' and <= '~'))
        {
            return $"\"{variant.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        }

        var display = new StringBuilder("%\"");
        foreach (byte unit in Encoding.UTF8.GetBytes(variant))
        {
            _ = unit is >= 0x20 and <= 0x7E and not ((byte)'%' or (byte)'"') ? display.Append((char)unit) : display.Append(CultureInfo.InvariantCulture, $"%{unit:x2}");
        }

        return display.Append('"').ToString();
    }
}
