using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>One application for each registration and mode, started on first use.</summary>
public sealed class MatrixHosts : IAsyncLifetime
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On(nameof(FlagKind.On)),
        FlagJson.Off(nameof(FlagKind.Off)),
        FlagJson.ForProperty(nameof(FlagKind.Matching), "plan", "scale"),
        FlagJson.ForProperty(nameof(FlagKind.NotMatching), "plan", "free"),
        FlagJson.Variant(nameof(FlagKind.Variant), "bold", """{"color":"red"}"""),
        FlagJson.WithPayload(nameof(FlagKind.Payload), """{"color":"blue"}"""),
        FlagJson.On(nameof(FlagKind.Holdout), ""","holdout":{"id":7,"exclusion_percentage":100},"multivariate":{"variants":[{"key":"bold","rollout_percentage":100}]}"""));

    private readonly Dictionary<(bool Scoped, bool Remote), Lazy<Task<GateHost>>> _hosts = new()
    {
        [(false, false)] = Start(scoped: false, remote: false),
        [(false, true)] = Start(scoped: false, remote: true),
        [(true, false)] = Start(scoped: true, remote: false),
        [(true, true)] = Start(scoped: true, remote: true),
    };

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<GateHost>> host in _hosts.Values.Where(host => host.IsValueCreated))
        {
            await (await host.Value).DisposeAsync();
        }
    }

    internal Task<GateHost> GetAsync(bool scoped, bool remote) => _hosts[(scoped, remote)].Value;

    internal static Task<GateHost> StartAsync(bool scoped, bool remote, bool enabled) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("PostHog:Enabled", enabled.ToString()),
            new($"FeatureManagement:{nameof(FlagKind.Configured)}", "true"),
            new("PostHog:Identity:PersonPropertyClaims:0", "plan"),
        ],
        Services = services => services.AddGatedMvc(options => MarkingFilter.AddAll(options.Filters)),
        Pipeline = MatrixPipeline.Map,
    });

    private static Lazy<Task<GateHost>> Start(bool scoped, bool remote) => new(() => StartAsync(scoped, remote, enabled: true));
}
