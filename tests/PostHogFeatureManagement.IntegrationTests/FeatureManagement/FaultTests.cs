using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Checks answer whatever PostHog does.</summary>
[Trait("Promise", "FM-20")]
public sealed class FaultTests
{
    private const string Quick = "00:00:00.1";
    private static readonly string Definitions = FlagJson.Set(FlagJson.ServerOnly("both"), FlagJson.ServerOnly("only-posthog"), FlagJson.On("local"));

    public static IEnumerable<TheoryDataRow<string, bool, bool, bool>> Cases =>
        from fault in new[] { "400", "401", "402", "403", "404", "413", "429", "500", "502", "503", "hang", "quota", "stopped", "html", "garbage", "empty", "null", "array", "wrong types" }
        from scoped in new[] { false, true }
        from remote in new[] { false, true }
        from fromTheStart in new[] { false, true }
        select new TheoryDataRow<string, bool, bool, bool>(fault, scoped, remote, fromTheStart);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_PostHogFails_UsesRemainingSources(string fault, bool scoped, bool remote, bool fromTheStart)
    {
        var canned = new CannedAnswers();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:both", "true"),
                new("FeatureManagement:only-configuration", "true"),
                new("PostHog:Client:AttemptTimeout", fault == "hang" ? Quick : "00:00:02"),
                new("PostHog:Client:MaxRetryAttempts", "0"),
                new("PostHog:Definitions:StartupTimeout", fromTheStart ? Quick : "00:00:30"),
            ],
            Services = services => CannedAnswers.Add(services, canned),
            BeforeStart = emulator => StartFault(fromTheStart ? fault : "none", emulator, canned),
        });
        StartFault(fault, host.PostHog, canned);
        if (fault == "stopped")
        {
            await host.PostHog.StopAsync();
        }

        bool hasDefinitions = !remote && (!fromTheStart || fault == "stopped");
        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("both"));
            Assert.Equal("on", await features.AskAsync("only-configuration"));
            Assert.Equal("off", await features.AskAsync("only-posthog"));
            Assert.Equal(hasDefinitions ? "on" : "off", await features.AskAsync("local"));
            Assert.Equal("on", await features.AskAsync("both", TestUser.Create("bob")));
            Assert.Null(await features.Variants.GetVariantAsync("both"));
            Assert.NotEmpty(await features.Variants.GetFeatureNamesAsync(CancellationToken.None).ToListAsync(CancellationToken.None));

            var flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
            FlagResult both = await flags.GetFlagAsync("both");
            Assert.Equal(FlagSource.Configuration, both.Source);
            FlagResult alone = await flags.GetFlagAsync("only-posthog");
            Assert.False(alone.HasValue);
            Assert.NotEqual(FlagReason.Unknown, alone.Reason);
            Assert.True((await flags.GetAllFlagsAsync())["only-configuration"].IsEnabled);
        });
    }

    private static void StartFault(string fault, PostHogEmulator postHog, CannedAnswers canned)
    {
        switch (fault)
        {
            case "none" or "stopped":
                break;
            case "hang":
                postHog.SetFaults(new() { Hang = true });
                break;
            case "quota":
                postHog.SetFaults(new() { QuotaExceeded = true });
                break;
            case "html":
                canned.Answer("<!DOCTYPE html><title>Sign in</title>");
                break;
            case "garbage":
                canned.Answer("{\"flags\":{\"both\":{\"enabled\":tru\u0000\uFFFD");
                break;
            case "empty":
                canned.Answer(string.Empty);
                break;
            case "null":
                canned.Answer("null");
                break;
            case "array":
                canned.Answer("[1,2,3]");
                break;
            case "wrong types":
                canned.Answer("""{"flags":7,"errorsWhileComputingFlags":"maybe","quotaLimited":{} }""");
                break;
            default:
                postHog.SetFaults(new() { Status = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture) });
                break;
        }
    }
}
