using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks PostHog's address, and that keys and people's properties do not go to it in clear text.</summary>
internal static class HostRules
{
    private const string Setting = nameof(PostHogFeatureManagementOptions.HostUrl);
    private const string WayOut = nameof(PostHogFeatureManagementOptions.AllowInsecureHost);

    public static void Check(PostHogFeatureManagementOptions options, bool isDevelopment, OptionsProblems problems)
    {
        string host = (options.HostUrl ?? string.Empty).Trim();
        if (host.Length == 0)
        {
            problems.Add(Setting, "is empty. Write PostHog's address, for example https://eu.i.posthog.com, or remove it for https://us.i.posthog.com.");
        }
        else if (!Uri.TryCreate(host, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(Setting, $"is {SafeText.Quote(host)}, which is not an absolute URL. Write it with its scheme, for example https://eu.i.posthog.com.");
        }
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            problems.Add(Setting, "must have only a scheme, a host and a path: no user, query or fragment.");
        }
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !isDevelopment && !options.AllowInsecureHost)
        {
            problems.Add(
                Setting,
                $"begins with http://, so keys and people's properties would be sent in clear text. Write https://, or set {problems.PathOf(WayOut)} to true "
                + "if the network in between is trusted.");
        }
    }
}
