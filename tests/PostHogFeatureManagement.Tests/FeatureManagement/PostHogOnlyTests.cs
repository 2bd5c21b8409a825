using System.Net;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.FeatureManagement;

/// <summary>With the precedence <see cref="FlagPrecedence.PostHogOnly"/>, the configuration has no say, whatever PostHog leaves out.</summary>
[Trait("Promise", "FM-25")]
public sealed class PostHogOnlyTests
{
    private static readonly PostHogContext User = new("u");

    [Theory]
    [InlineData("PostHog:FeatureManagement:Precedence")]
    [InlineData("PostHog:FeatureManagement:PrecedenceByFlag:left-out")]
    public async Task Check_FlagLeftOutOfPostHogsAnswer_IsOff(string setting)
    {
        await using Library library = Create(new StubHandler().Flags("other"), (setting, "PostHogOnly"));

        Assert.Equal((false, false, FlagSource.Default), await AskAsync(library));
    }

    [Fact]
    public async Task Check_PostHogFails_IsOff()
    {
        await using Library library = Create(
            new StubHandler().Status(HttpStatusCode.InternalServerError), ("PostHog:FeatureManagement:Precedence", "PostHogOnly"));

        Assert.Equal((false, false, FlagSource.Default), await AskAsync(library));
    }

    [Fact]
    public async Task Check_PostHogFirst_AsksConfiguration()
    {
        await using Library library = Create(new StubHandler().Flags("other"));

        Assert.Equal((true, true, FlagSource.Configuration), await AskAsync(library));
    }

    private static Library Create(StubHandler postHog, params (string Key, string Value)[] settings) =>
        new(postHog, [("PostHog:SecretKey", ""), ("FeatureManagement:left-out", "true"), .. settings]);

    private static async Task<(bool Manager, bool Flags, FlagSource Source)> AskAsync(Library library)
    {
        FlagResult result = await library.Flags.GetFlagAsync("left-out", User);
        return (await library.Get<IFeatureManager>().IsEnabledAsync("left-out", new PostHogTargetingContext(User)), result.IsEnabled, result.Source);
    }
}
