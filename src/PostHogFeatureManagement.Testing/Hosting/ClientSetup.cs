using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>Switches PostHog on for tests, whatever the application's settings say, and sends nothing that tests would have to wait for.</summary>
internal sealed class ClientSetup : IPostConfigureOptions<PostHogFeatureManagementOptions>
{
    public void PostConfigure(string? name, PostHogFeatureManagementOptions options)
    {
        options.Enabled = true;
        options.Definitions.Offline = false;
        options.Definitions.LastGoodFile = null;
        options.Definitions.BootstrapFile = null;
        options.Events.SendFlagCalled = false;
        options.Events.SendFlagCalledByFlag.Clear();
    }
}
