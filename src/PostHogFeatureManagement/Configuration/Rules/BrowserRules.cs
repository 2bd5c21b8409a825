using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks the settings for pages and for the flags endpoint.</summary>
internal static class BrowserRules
{
    public static void Check(PostHogBrowserOptions browser, PostHogEndpointOptions endpoint, OptionsProblems problems)
    {
        CheckKeys("Browser:Flags", browser.Flags, problems);
        CheckAddress("Browser:ApiHost", browser.ApiHost, problems);
        CheckAddress("Browser:ScriptUrl", browser.ScriptUrl, problems);
        if (!browser.LoadScript && !string.IsNullOrEmpty(browser.ScriptUrl))
        {
            problems.Add("Browser:ScriptUrl", "is set, but Browser:LoadScript is false, so nothing loads it. Remove one of them.");
        }

        CheckKeys("Endpoint:Flags", endpoint.Flags, problems);
        problems.Between("Endpoint:RequestsPerMinute", endpoint.RequestsPerMinute, 1, 1_000_000);
        CheckUse("Endpoint:Policy", endpoint.Policy, endpoint, problems);
        CheckUse("Endpoint:CorsPolicy", endpoint.CorsPolicy, endpoint, problems);
        CheckUse("Endpoint:RateLimitingPolicy", endpoint.RateLimitingPolicy, endpoint, problems);
    }

    /// <summary>Whether a setting is a path of this application.</summary>
    public static bool IsPath(string address) =>
        address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal);

    // What is not listed is not passed on, so a pattern would pass on what nobody listed.
    private static void CheckKeys(string setting, IList<string> keys, OptionsProblems problems)
    {
        foreach (string key in keys.Where(static key => !IsKey(key)))
        {
            problems.Add(
                setting, $"has {SafeText.Quote(key)}, which is not the key of a flag. Write one flag's key in each entry, without spaces, commas and asterisks.");
        }
    }

    private static bool IsKey(string? key) =>
        !string.IsNullOrEmpty(key) && !key.Any(static letter => char.IsWhiteSpace(letter) || letter is ',' or '*');

    private static void CheckAddress(string setting, string? address, OptionsProblems problems)
    {
        bool isUrl = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
        if (!string.IsNullOrEmpty(address) && !isUrl && !IsPath(address))
        {
            problems.Add(setting, $"is {SafeText.Quote(address)}, which is neither an absolute URL nor a path that begins with one /.");
        }
    }

    private static void CheckUse(string setting, string? policy, PostHogEndpointOptions endpoint, OptionsProblems problems)
    {
        if (!string.IsNullOrEmpty(policy) && endpoint.Flags.Count == 0)
        {
            problems.Add(setting, "is set, but Endpoint:Flags is empty, so there is no endpoint. List the flags, or remove it.");
        }
    }
}
