using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>The seed's order after PostHog: configured features, the caller's default, off.</summary>
[Trait("Promise", "RS-10")]
public sealed class FallbackParityTests
{
    [Fact]
    [Trait("Promise", "P07")]
    public async Task P07_None_ConfigurationAnswers()
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(SeedHost.Says(null));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal((true, FlagSource.Configuration), (result.IsEnabled, result.Source));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [Trait("Promise", "P08")]
    public async Task P08_Configured_BeatsCallersDefault(string configured, bool expected)
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, configured));
        host.PostHog.Become(SeedHost.Says(null));

        Assert.Equal(expected, OrDefault((await host.AskAsync(SeedHost.Ada)).Answer, !expected));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "P09")]
    public async Task P09_UnknownFlag_CallersDefaultCounts(bool callersDefault)
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.Says(null));

        Assert.Equal(callersDefault, OrDefault((await host.AskAsync(SeedHost.Ada)).Answer, callersDefault));
    }

    [Fact]
    [Trait("Promise", "P10")]
    public async Task P10_UnknownFlagWithoutDefault_IsOff()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.Says(null));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal((false, FlagSource.Default), (result.IsEnabled, result.Source));
    }

    [Fact]
    [Trait("Promise", "P12")]
    public async Task P12_Disabled_ConfigurationAnswersWithoutCall()
    {
        await using Outage host = SeedHost.Start(("PostHog:Enabled", "false"), (SeedHost.FeatureOn, "true"));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal((true, FlagSource.Configuration), (result.IsEnabled, result.Source));
        Assert.Equal(0, host.PostHog.Count);
    }

    /// <summary>In the seed, the exception of a failing cache reaches the caller.</summary>
    [Fact]
    [Trait("Promise", "RC-10")]
    public async Task DepartureDa_CacheFails_PostHogStillAnswers()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        cache.Fails();
        await using Outage host = SeedHost.Start(clock, cache);

        Assert.Equal(FlagSource.Remote, (await host.AskAsync(SeedHost.Ada)).Answer.Source);
    }

    // Here, the caller applies its own default: HasValue says whether there was an answer.
    private static bool OrDefault(FlagResult result, bool callersDefault) => result.HasValue ? result.IsEnabled : callersDefault;
}
