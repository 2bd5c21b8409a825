using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Overrides;

/// <summary>The operator's overrides, for the hour in which PostHog is wrong and cannot be reached.</summary>
[Trait("Promise", "EV-10")]
public sealed class OperatorOverridesTests : IDisposable
{
    private const string Beta = "PostHog:Overrides:Flags:beta";
    private static readonly PostHogContext Anna = new("anna");

    private readonly RecordingLogger _logs = new();
    private readonly LiveSettings _settings = new(
        ("PostHog:ProjectToken", "phc_x"), ("FeatureManagement:only-configured", "false"));

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Change_Flag_IsFollowedInEveryDoorAndLoggedOnce()
    {
        await using ServiceProvider services = Build();
        Assert.Equal((false, FlagSource.Default), await GetAsync(services, "beta"));

        _settings.Change((Beta, "true"));
        _settings.Change(("Logging", "more"));

        Assert.Equal((true, FlagSource.Override), await GetAsync(services, "beta"));
        Assert.True(await services.GetRequiredService<IFeatureManager>().IsEnabledAsync("Beta"));
        IReadOnlyDictionary<string, FlagResult> all =
            await services.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync(Anna, new FlagCallOptions { LocalOnly = true }, TestContext.Current.CancellationToken);
        Assert.Equal(FlagReason.Override, all["beta"].Reason);

        _settings.Change((Beta, null));

        Assert.Equal((false, FlagSource.Default), await GetAsync(services, "beta"));
        Assert.False(services.GetRequiredService<FlagOverrides>().IsInUse);
        Assert.Equal(["beta=true", "none"], _logs.Entries.Where(static entry => entry.Id == LogEvents.OperatorOverridesChanged).Select(static entry => Told(entry.Text)));
        Assert.All(_logs.Entries, static entry => Assert.True(entry.Id != LogEvents.OperatorOverridesChanged || entry.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task Change_OnlyConfiguredFlag_IsOverridden()
    {
        await using ServiceProvider services = Build();

        _settings.Change(("PostHog:Overrides:Flags:only-configured", "bold"));

        IVariantFeatureManager features = services.GetRequiredService<IVariantFeatureManager>();
        Assert.True(await features.IsEnabledAsync("only-configured", TestContext.Current.CancellationToken));
        Assert.Equal("bold", (await features.GetVariantAsync("only-configured", TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public async Task Change_SectionIsInvalid_KeepsOrFollowsWhatItSays()
    {
        await using ServiceProvider services = Build();
        Assert.Equal((false, FlagSource.Default), await GetAsync(services, "beta"));
        _settings.Change((Beta, "true"), ("PostHog:Surprise", "1"));
        Assert.Equal((true, FlagSource.Override), await GetAsync(services, "beta"));

        _settings.Vanish();
        Assert.Equal((true, FlagSource.Override), await GetAsync(services, "beta"));
    }

    [Fact]
    public async Task Switch_Off_NothingIsOverridden()
    {
        _settings.Change((Beta, "true"));
        await using ServiceProvider services = Build();
        Assert.True(await services.GetRequiredService<IFeatureManager>().IsEnabledAsync("beta"));

        _settings.Change(("PostHog:Enabled", "false"));

        Assert.False(await services.GetRequiredService<IFeatureManager>().IsEnabledAsync("beta"));
        Assert.Equal((false, FlagSource.Default), await GetAsync(services, "beta"));
    }

    [Fact]
    public async Task Options_OfCode_StayWithTheConfigurations()
    {
        await using ServiceProvider services = Build(static options => options.Overrides.Flags["coded"] = "true");

        _settings.Change((Beta, "true"));

        Assert.Equal((true, FlagSource.Override), await GetAsync(services, "coded"));
        Assert.Equal((true, FlagSource.Override), await GetAsync(services, "beta"));
    }

    private static string Told(string text) => text.Split("are now: ")[1].Split('.')[0];

    private static async Task<(bool IsEnabled, FlagSource Source)> GetAsync(ServiceProvider services, string flag)
    {
        FlagResult result = await services.GetRequiredService<IPostHogFlags>().GetFlagAsync(
            flag, Anna, new FlagCallOptions { LocalOnly = true }, TestContext.Current.CancellationToken);
        return (result.IsEnabled, result.Source);
    }

    private ServiceProvider Build(Action<PostHogFeatureManagementOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Add(_settings).Build());
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddFeatureManagement().AddPostHog(configure ?? (static _ => { }));
        services.AddHttpClient(PostHogFeatureManagement.Client.PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(static () => new StubHandler().Flags());
        return services.BuildServiceProvider();
    }
}
