using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// Addresses and credentials. Addresses are concatenated to keep the base path of a reverse proxy (protocol §1.1).
/// </summary>
internal sealed class PostHogEndpoints
{
    private readonly string? _authorization;

    public PostHogEndpoints(IOptions<PostHogFeatureManagementOptions> options)
    {
        PostHogFeatureManagementOptions settings = options.Value;
        (Host, ProjectToken) = PostHogProject.Of(settings);
        Flags = Host + "/flags/?v=2";
        Definitions = $"{Host}/flags/definitions?token={Uri.EscapeDataString(ProjectToken)}&send_cohorts";

        string? secret = settings.SecretKey?.Trim();
        _authorization = string.IsNullOrEmpty(secret) ? null : "Bearer " + secret;
    }

    public string Host { get; }

    public string ProjectToken { get; }

    public string Flags { get; }

    public string Definitions { get; }

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
