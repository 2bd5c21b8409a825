using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Trust;

/// <summary>One application for each mode and each trust in its accessor, started on first use.</summary>
public sealed class TrustHosts : IAsyncLifetime
{
    /// <summary>In an accessor's header: nobody is asking.</summary>
    public const string NoOne = "-";

    /// <summary>Names the caller to the application's accessor, and the other to its targeting accessor. Anyone can write them.</summary>
    public const string AccessorHeader = "X-Accessor";

    /// <inheritdoc cref="AccessorHeader"/>
    public const string TargetingHeader = "X-Targeting";

    public const string Variant = "bold";
    public const string Unlisted = "open";
    public const string WithVariant = "pro";
    public const string OtherCase = "PRO";
    public const string Alias = "alias";

    /// <summary>Listed flags that get-all names: PostHog's, and one that is only configured.</summary>
    public static readonly string[] Listed = [WithVariant, "ent-one", "both", "configured"];

    private static readonly string[] Names = [.. Listed, OtherCase, Alias, Unlisted];
    private static readonly string Definitions = FlagJson.Set(FlagJson.Variant(WithVariant, Variant), FlagJson.On("ent-one"), FlagJson.On("both"), FlagJson.On(Unlisted));
    private readonly ConcurrentDictionary<(TrustMode Mode, CallerTrust? Accessor, bool HasFallback), Lazy<Task<GateHost>>> _hosts = new();

    internal DifferentialSite Site { get; } = new(Names, usePostHog: true);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<GateHost>> host in _hosts.Values)
        {
            await (await host.Value).DisposeAsync();
        }
    }

    internal Task<GateHost> GetAsync(TrustMode mode, CallerTrust? accessor = null, bool hasFallback = false) =>
        _hosts.GetOrAdd((mode, accessor, hasFallback), key => new Lazy<Task<GateHost>>(() => StartAsync(key.Mode, key.Accessor, key.HasFallback))).Value;

    private Task<GateHost> StartAsync(TrustMode mode, CallerTrust? accessor, bool hasFallback) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = mode == TrustMode.Scoped,
        Remote = mode == TrustMode.Remote,
        Configuration =
        [
            new("PostHog:Identity:RequireAuthenticated:0", WithVariant),
            new("PostHog:Identity:RequireAuthenticated:1", "ent-*"),
            new("PostHog:Identity:RequireAuthenticated:2", "configured"),
            new("PostHog:Identity:ServiceDistinctId", "the-service"),
            new("PostHog:Identity:ReadTracingHeaders", "true"),
            new("PostHog:Identity:AnonymousCookie", "true"),
            new("PostHog:Identity:FallbackDistinctId", hasFallback ? "a visitor" : null),
            new("PostHog:FeatureManagement:Telemetry", (mode == TrustMode.Telemetry).ToString()),
            new("PostHog:FeatureManagement:Precedence", mode == TrustMode.ConfigurationFirst ? "ConfigurationFirst" : "PostHogFirst"),
            new("PostHog:Identity:RequireAuthenticated:3", "Both"),
            new("FeatureManagement:configured", "true"),
            new("FeatureManagement:both", "true"),
            new($"FeatureManagement:{Alias}:EnabledFor:0:Name", "PostHog"),
            new($"FeatureManagement:{Alias}:EnabledFor:0:Parameters:Flag", WithVariant),
        ],
        BeforePostHog = features => features.Services.AddHttpContextAccessor().AddSingleton<ITargetingContextAccessor, HeaderTargeting>(),
        AfterPostHog = features =>
        {
            _ = accessor is { } trust ? features.WithPostHogContext<HeaderAccessor>(trust) : features.WithPostHogContext<HeaderAccessor>();
            features.WithVariantService<IPlan>(WithVariant);
            if (mode == TrustMode.Sessions)
            {
                features.Services.AddSingleton<ISessionManager, RememberedAsOn>();
            }
        },
        Services = static services =>
        {
            services.AddGatedMvc();
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddSingleton<IPostHogConsent, Agreed>();
            services.AddTransient<IPlan, BoldPlan>();
        },
        Pipeline = Site.Map,
    });

    internal interface IPlan;

    [VariantServiceAlias(Variant)]
    private sealed class BoldPlan : IPlan;

    private sealed class HeaderAccessor(IHttpContextAccessor accessor) : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) =>
            new(accessor.HttpContext?.Request.Headers[AccessorHeader].FirstOrDefault() is { } id ? new PostHogContext(id == NoOne ? null : id) : null!);
    }

    private sealed class HeaderTargeting(IHttpContextAccessor accessor) : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() =>
            new(accessor.HttpContext?.Request.Headers[TargetingHeader].FirstOrDefault() is { } id ? new TargetingContext { UserId = id } : null!);
    }

    private sealed class Agreed : IPostHogConsent
    {
        public bool HasConsent(HttpContext httpContext) => true;
    }

    private sealed class RememberedAsOn : ISessionManager
    {
        public Task<bool?> GetAsync(string featureName) => Task.FromResult<bool?>(true);

        public Task SetAsync(string featureName, bool enabled) => Task.CompletedTask;
    }
}
