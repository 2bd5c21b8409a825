using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// <c>PostHog:Enabled</c> was read at the start only, so PostHog could not be switched off in a running application, and nothing said so. It is followed at
/// once, both ways and through every door.
/// </summary>
[Trait("Promise", "OP-05")]
[Trait("Promise", "FM-23")]
public sealed class SwitchReadOnlyAtStartTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold"), FlagJson.ForUser("twin", "someone-else"));

    private interface IHeadline;

    [Theory]
    [CombinatorialBools]
    public async Task EveryDoor_SwitchIsTurned_AnswersAsAfterAStartThatWay(bool scoped, bool remote)
    {
        await using GateHost startedOn = await MatrixHosts.StartAsync(scoped, remote, enabled: true);
        await using GateHost startedOff = await MatrixHosts.StartAsync(scoped, remote, enabled: false);
        string posthogs = await AskEveryDoorAsync(startedOn);
        string microsofts = await AskEveryDoorAsync(startedOff);
        Assert.NotEqual(posthogs, microsofts);

        startedOn.Turn(on: false);
        startedOff.Turn(on: true);
        startedOn.PostHog.ClearRequests();
        await Eventually.TrueAsync(() => remote || startedOff.Services.GetRequiredService<DefinitionsStore>().HasDefinitions);
        Assert.Equal(microsofts, await AskEveryDoorAsync(startedOn));
        Assert.Equal(posthogs, await AskEveryDoorAsync(startedOff));
        AssertNothingWasSent(startedOn);

        startedOn.Turn(on: true);
        startedOff.Turn(on: false);
        Assert.Equal(posthogs, await AskEveryDoorAsync(startedOn));
        Assert.Equal(microsofts, await AskEveryDoorAsync(startedOff));
        Assert.Empty(startedOn.Logs.Troubles);
        Assert.Empty(startedOff.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task RequestUnderWay_SwitchIsTurned_ForgetsPinsAndSnapshot(bool scoped, bool remote, bool usePostHog)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog);
        await host.InRequestAsync(async context =>
        {
            for (int round = 0; round < 2; round++)
            {
                Assert.Equal("beta on, headline on bold, own on, twin off", await DescribeAsync(context.RequestServices));

                host.Turn(on: false);
                Assert.Equal("beta off, headline off, own on, twin on", await DescribeAsync(context.RequestServices));

                host.Turn(on: true);
            }

            Assert.Equal("beta on, headline on bold, own on, twin off", await DescribeAsync(context.RequestServices));
        });
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task RequestUnderWay_BeganWhileOff_KnowsItsCallerWhenOn(bool scoped, bool remote, bool hasAccessor)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("PostHog:Enabled", "false")],
            AfterPostHog = features => _ = hasAccessor ? features.WithTargeting<SignedInUserAccessor>() : features,
        });
        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("only-anna"));

            host.Turn(on: true);
            Assert.Equal("on", await features.AskAsync("only-anna"));
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task CallUnderWay_SwitchedOff_EndsAtOnceWithTheConfigurationsAnswer(bool scoped, bool snapshot)
    {
        await using GateHost host = await StartAsync(scoped, remote: true, usePostHog: true);
        host.PostHog.SetFaults(new() { Hang = true });
        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Task<bool> check = (snapshot ? features.VariantSnapshot : features.Variants).IsEnabledAsync("twin").AsTask();
            await Eventually.TrueAsync(() => host.PostHog.RequestCount("/flags") == 1);

            host.Turn(on: false);
            Assert.True(await check);

            // The same request asks PostHog anew when it is on again, although the call has ended without an answer.
            host.PostHog.ClearFaults();
            host.Turn(on: true);
            Assert.Equal("off", await features.AskAsync("twin"));
        });
        Assert.Empty(host.Logs.Troubles);
    }

    [Fact]
    public async Task SwitchedOff_DefinitionsAreKept_AndPollsResumeAtOnce()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, usePostHog: true);
        host.Turn(on: false);
        host.PostHog.ClearRequests();
        host.PostHog.SetFaults(new() { Hang = true });

        host.Turn(on: true);

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));
        await Eventually.TrueAsync(() => host.PostHog.RequestCount("/flags/definitions") == 1);
        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
    }

    [Theory]
    [InlineData("PostHog:Definitions:PollInterval", "30")]
    [InlineData("PostHog:Cache:SizeLimit", "-1")]
    [InlineData("PostHog:Enbaled", "true")]
    public async Task SwitchedOff_OtherSettingIsInvalid_IsFollowedWithOneErrorAndLastGoodOptions(string setting, string value)
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, usePostHog: true);

        host.Configuration[setting] = value;
        host.Turn(on: false);
        await host.InRequestAsync(async context => Assert.Equal("beta off, headline off, own on, twin on", await DescribeAsync(context.RequestServices)));
        host.Turn(on: true);
        await host.InRequestAsync(async context => Assert.Equal("beta on, headline on bold, own on, twin off", await DescribeAsync(context.RequestServices)));

        LogEntry error = Assert.Single(host.Logs.Troubles);
        Assert.Equal((LogLevel.Error, LogEvents.ChangedSettingsInvalid), (error.Level, error.EventId.Id));
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchedOn_WithoutToken_StaysOffAndSaysWhatToDo()
    {
        var settings = new LiveSettings(("PostHog:Enabled", "false"), ("FeatureManagement:own", "true"));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(settings);
        builder.WebHost.UseTestServer();
        var logs = new LogCollector();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddFeatureManagement().AddPostHog();
        await using WebApplication app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        settings.Change(("PostHog:Enabled", "true"));

        LogEntry error = Assert.Single(logs.Troubles);
        Assert.Equal((LogLevel.Error, LogEvents.SwitchStaysOff), (error.Level, error.EventId.Id));
        Assert.StartsWith("PostHog stays switched off, although PostHog:Enabled says otherwise. PostHog:ProjectToken is missing.", error.Message, StringComparison.Ordinal);
        Assert.True(await app.Services.GetRequiredService<IFeatureManager>().IsEnabledAsync("own"));
        FlagResult answer = await app.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("beta", new PostHogContext("anna"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(FlagReason.Disabled, answer.Reason);
    }

    [Theory]
    [CombinatorialBools]
    public async Task EarlyGates_SwitchIsTurned_Follow(bool scoped, bool remote)
    {
        await using GateHost host = await new GateSite { Scoped = scoped, Remote = remote }.StartAsync();
        foreach (bool on in new[] { true, false, true })
        {
            host.Turn(on);
            foreach (string path in new[] { "/action/on", "/page/on", "/endpoint/on", "/attribute/on" })
            {
                using HttpResponseMessage response = await host.Client.SendAsync(HeaderUser.Get(path, "u1"));
                Assert.Equal((path, on), (path, response.IsSuccessStatusCode));
            }
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task BlazorComponent_SwitchIsTurned_Follows(bool scoped, bool interactive)
    {
        await using GateHost host = await new BlazorSite { Scoped = scoped }.StartAsync();
        foreach (bool on in new[] { true, false, true })
        {
            host.Turn(on);
            await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
            Assert.Equal(on ? "shown" : string.Empty, await RenderAsync(scope.ServiceProvider, interactive));
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task VariantService_SwitchIsTurned_Follows(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog: true);
        foreach (bool on in new[] { true, false, true })
        {
            host.Turn(on);
            await host.InRequestAsync(async context =>
                Assert.Equal(on ? typeof(Bold) : null, (await context.RequestServices.GetRequiredService<IVariantServiceProvider<IHeadline>>().GetServiceAsync(context.RequestAborted))?.GetType()));
        }
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, bool usePostHog) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        UsePostHog = usePostHog,
        Configuration = [new("FeatureManagement:own", "true"), new("FeatureManagement:twin", "true")],
        AfterPostHog = static features => features.WithVariantService<IHeadline>("headline"),
        Services = static services => services.AddTransient<IHeadline, Bold>(),
    });

    /// <summary>What Microsoft's interfaces and this library's own say about all flags.</summary>
    private static async Task<string> DescribeAsync(IServiceProvider services)
    {
        var features = FeatureInterfaces.Of(services);
        IPostHogFlags flags = services.GetRequiredService<IPostHogFlags>();
        IReadOnlyDictionary<string, FlagResult> all = await flags.GetAllFlagsAsync();
        var said = new List<string>();
        foreach (string flag in new[] { "beta", "headline", "own", "twin" })
        {
            string state = await features.AskAsync(flag);
            FlagResult result = await flags.GetFlagAsync(flag);
            Assert.Equal(state, result.IsEnabled ? "on" : "off");
            Assert.Equal(state, all.TryGetValue(flag, out FlagResult ofAll) && ofAll.IsEnabled ? "on" : "off");
            string? variant = (await features.Variants.GetVariantAsync(flag))?.Name;
            Assert.Equal(variant, (await features.VariantSnapshot.GetVariantAsync(flag))?.Name);
            Assert.Equal(variant, result.Variant);
            said.Add($"{flag} {state} {variant}".TrimEnd());
        }

        return string.Join(", ", said);
    }

    private static async Task<string> AskEveryDoorAsync(GateHost host)
    {
        var said = new List<string>();
        foreach (EntryPoint door in EntryPoint.All)
        {
            foreach (FlagKind kind in new[] { FlagKind.On, FlagKind.Off, FlagKind.Variant, FlagKind.Configured })
            {
                said.Add($"{door} {kind}: {await door.AskAsync(host, kind)}");
            }
        }

        return string.Join('\n', said);
    }

    private static async Task<string> RenderAsync(IServiceProvider services, bool interactive)
    {
        await using var renderer = new InteractiveRenderer(services, interactive);
        return await renderer.RenderAsync<PostHogFeature>(new()
        {
            [nameof(PostHogFeature.Name)] = "on",
            [nameof(PostHogFeature.ChildContent)] = (RenderFragment)(static builder => builder.AddContent(0, "shown")),
        });
    }

    private static void AssertNothingWasSent(GateHost host)
    {
        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Equal(0, host.PostHog.RequestCount("/flags/definitions"));
    }

    private sealed class Bold : IHeadline;
}
