using System.Text;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks the settings for overrides. Messages never quote a key.</summary>
internal static class OverridesRules
{
    private const int ShortestKey = 32;

    public static void Check(PostHogOverridesOptions overrides, bool isDevelopment, OptionsProblems problems)
    {
        problems.Between("Overrides:MaxAge", overrides.MaxAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        foreach ((string flag, string value) in overrides.Flags.Where(static flag => !IsFlag(flag.Key) || string.IsNullOrWhiteSpace(flag.Value)))
        {
            problems.Add("Overrides:Flags", $"has {SafeText.Quote(flag)} with the value {SafeText.Quote(value)}. Write the key of a flag, and true, false or a variant.");
        }

        foreach ((string id, string key) in overrides.SigningKeys)
        {
            if (string.IsNullOrWhiteSpace(id) || Encoding.UTF8.GetByteCount(key ?? string.Empty) < ShortestKey)
            {
                problems.Add(
                    $"Overrides:SigningKeys:{id}",
                    FormattableString.Invariant($"must have at least {ShortestKey} bytes. Create a key with: openssl rand -hex 32"));
            }
        }

        CheckFlags("Overrides:AllowedFlags", overrides.AllowedFlags, problems);
        CheckFlags("Overrides:DeniedFlags", overrides.DeniedFlags, problems);
        if (overrides is { SigningKeys.Count: > 0, AllowedFlags.Count: 0 } && !isDevelopment)
        {
            problems.Add("Overrides:AllowedFlags", "is empty, but there are Overrides:SigningKeys. List the flags that tokens may set, or * for all.");
        }

        if (overrides.Environments.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add("Overrides:Environments", "has an entry without a name. Write the environment's name, for example Staging.");
        }
    }

    private static bool IsFlag(string key) => FlagPatterns.IsEntry(key) && !key.Contains('*', StringComparison.Ordinal);

    private static void CheckFlags(string setting, IEnumerable<string> flags, OptionsProblems problems)
    {
        foreach (string flag in flags.Where(static flag => !FlagPatterns.IsEntry(flag)))
        {
            problems.Add(
                setting,
                $"has {SafeText.Quote(flag)}, which is not the key of a flag. Write one flag's key in each entry, or the beginning of several keys with one * at the end.");
        }
    }
}
