namespace PostHogFeatureManagement.Configuration;

/// <summary>Checks that the keys and the address are present and each in its place. Messages never quote a key.</summary>
internal static class KeyRules
{
    private const string ProjectPrefix = "phc_";
    private const string PersonalPrefix = "phx_";
    private const string SecurePrefix = "phs_";

    public static void Check(PostHogFeatureManagementOptions options, OptionsProblems problems)
    {
        if (!options.Enabled)
        {
            return;
        }

        CheckToken(options.ProjectToken, problems);
        CheckSecret(options.SecretKey, problems);
        CheckHost(options.HostUrl, problems);
    }

    private static void CheckToken(string? token, OptionsProblems problems)
    {
        const string Path = nameof(PostHogFeatureManagementOptions.ProjectToken);
        if (string.IsNullOrWhiteSpace(token))
        {
            problems.Add(
            Path,
            "is missing. Copy the project token (it starts with phc_) from PostHog's project settings, set PostHog:Enabled to false, "
            + "or register the emulator with AddPostHogEmulator().");
        }
        else if (StartsWith(token, PersonalPrefix) || StartsWith(token, SecurePrefix))
        {
            problems.Add(Path, "holds a secret key. The project token starts with phc_; put a phs_ or phx_ key into PostHog:SecretKey.");
        }
    }

    private static void CheckSecret(string? secret, OptionsProblems problems)
    {
        const string Path = nameof(PostHogFeatureManagementOptions.SecretKey);
        if (secret is not null && StartsWith(secret, ProjectPrefix))
        {
            problems.Add(
            Path,
            "holds a project token. A secret key starts with phs_ (feature flags secure key) or phx_ (personal key). Without one, PostHog evaluates flags.");
        }
    }

    private static void CheckHost(string? host, OptionsProblems problems)
    {
        const string Path = nameof(PostHogFeatureManagementOptions.HostUrl);
        bool isAbsolute = Uri.TryCreate(host?.Trim(), UriKind.Absolute, out Uri? uri);
        if (!isAbsolute || (uri!.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(Path, $"is '{host}', which is not an absolute URL. Write it with its scheme, for example https://eu.i.posthog.com.");
        }
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            problems.Add(Path, "must have only a scheme, a host and a path: no user, query or fragment.");
        }
    }

    private static bool StartsWith(string key, string prefix) => key.AsSpan().TrimStart().StartsWith(prefix, StringComparison.Ordinal);
}
