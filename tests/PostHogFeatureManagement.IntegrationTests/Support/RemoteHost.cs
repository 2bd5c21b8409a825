namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>An application in remote mode, whose flags PostHog's servers decide.</summary>
internal static class RemoteHost
{
    public static Task<GateHost> StartAsync(params string[] flags) => StartAsync(flags, []);

    public static Task<GateHost> StartAsync(string[] flags, params KeyValuePair<string, string?>[] configuration) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(flags)) { Remote = true, Configuration = configuration });
}
