using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// Addresses and credentials. Addresses are concatenated to keep the base path of a reverse proxy (protocol §1.1).
/// </summary>
internal sealed class PostHogEndpoints
{
    private readonly string? _authorization;
    private readonly string _tokenQuery;

    public PostHogEndpoints(IOptions<PostHogFeatureManagementOptions> options)
    {
        PostHogFeatureManagementOptions settings = options.Value;
        (Host, ProjectToken) = PostHogProject.Of(settings);
        Flags = Host + "/flags/?v=2";
        _tokenQuery = $"?token={Uri.EscapeDataString(ProjectToken)}";
        Definitions = $"{Host}/flags/definitions{_tokenQuery}&send_cohorts";

        string? secret = settings.SecretKey?.Trim();
        _authorization = string.IsNullOrEmpty(secret) ? null : "Bearer " + secret;
    }

    public string Host { get; }

    public string ProjectToken { get; }

    public string Flags { get; }

    public string Definitions { get; }

    /// <summary>Do not call it with a key that is a step in a path, <c>.</c> or <c>..</c>: no encoding keeps those.</summary>
    public string RemoteConfig(string key) => $"{Host}/api/projects/@current/feature_flags/{Uri.EscapeDataString(key)}/remote_config{_tokenQuery}";

    public bool HasSecretKey => _authorization is not null;

    /// <summary>Only this method adds the secret. Redirects are not followed, so the secret stays with this host.</summary>
    public void Authorize(HttpRequestMessage request)
    {
        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }
    }
}
