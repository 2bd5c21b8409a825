using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>
/// Points the application's client at the emulator, no matter what its configuration says. The client needs these settings before its first request,
/// so an emulator that no host has started starts with them.
/// </summary>
internal sealed class ClientSetup(PostHogEmulator emulator, IOptions<PostHogEmulatorOptions> options)
    : IPostConfigureOptions<PostHogFeatureManagementOptions>
{
    public void PostConfigure(string? name, PostHogFeatureManagementOptions client)
    {
        emulator.StartOnFirstUse();
        client.HostUrl = emulator.BaseAddress.GetLeftPart(UriPartial.Authority);
        client.ProjectToken = PostHogEmulator.ProjectToken;
        client.SecretKey = options.Value.LocalEvaluation ? KeyInPlaceOf(client.SecretKey) : null;
    }

    // A personal API key may read what a secret key may not.
    private static string KeyInPlaceOf(string? key) =>
        key?.TrimStart().StartsWith("phx_", StringComparison.Ordinal) == true ? PostHogEmulator.PersonalApiKey : PostHogEmulator.SecretKey;
}
