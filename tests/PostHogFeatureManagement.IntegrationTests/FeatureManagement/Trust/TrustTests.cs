using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Trust;

/// <summary>
/// Every door × every step × every trust. The table of the page <c>identity.md</c> is the expectation: a flag that needs an authenticated caller is off where the
/// table says so, whatever PostHog, the configuration or a session says.
/// </summary>
[Trait("Promise", "ID-02")]
public sealed partial class TrustTests(TrustHosts hosts) : IClassFixture<TrustHosts>
{
    public static IEnumerable<TheoryDataRow<string, TrustMode, bool>> Rows =>
        from step in Page
        from mode in Enum.GetValues<TrustMode>()
        select new TheoryDataRow<string, TrustMode, bool>(step.Key, mode, step.Value);

    /// <summary>The steps of the page, and whether a flag that needs an authenticated caller is decided for their callers.</summary>
    private static Dictionary<string, bool> Page => TableRow()
        .Matches(File.ReadAllText(Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs", "identity.md")))
        .ToDictionary(static row => row.Groups["step"].Value, static row => row.Groups["flag"].Value == "decided");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Flag_ThatNeedsAuthenticatedCaller_IsDecidedAsThePageSays(string step, TrustMode mode, bool isDecided)
    {
        foreach (TrustWay way in TrustWay.ByStep[step])
        {
            GateHost host = await hosts.GetAsync(mode, way.Accessor, way.HasFallback);
            foreach ((string name, string value) in way.Headers.Concat(SignedCookie(host, way.SignedId)))
            {
                host.Client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            }

            try
            {
                await AssertAsync(new TrustDoors(host, hosts.Site, way), mode, way, isDecided);
            }
            finally
            {
                host.Client.DefaultRequestHeaders.Clear();
            }
        }
    }

    [Fact]
    public void Page_Steps_AreThoseOfTheTest() => Assert.Equal(Page.Keys.Order(StringComparer.Ordinal), TrustWay.ByStep.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Flag_PostHogDisabled_IsTheConfigurations()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("other")))
        {
            Configuration =
            [
                new("PostHog:Enabled", "false"),
                new("PostHog:Identity:RequireAuthenticated:0", "configured"),
                new("FeatureManagement:configured", "true"),
            ],
        });

        await host.InRequestAsync(static async http => Assert.Equal("on", await FeatureInterfaces.Of(http.RequestServices).AskAsync("configured")), user: null);
    }

    [Theory]
    [InlineData(true, "shown")]
    [InlineData(false, "")]
    public async Task Flag_InBlazorCircuit_IsDecidedForSignedInUserOnly(bool isSignedIn, string expected)
    {
        AuthenticationState state = isSignedIn ? SwitchableUser.SignedIn("anna") : SwitchableUser.SignedOut();
        await using GateHost host = await new BlazorSite
        {
            Features = static features => features.Services.Configure<PostHogFeatureManagementOptions>(static options => options.Identity.RequireAuthenticated = ["o*"]),
            Services = services => services.AddScoped<AuthenticationStateProvider>(_ => new SwitchableUser(() => Task.FromResult(state))),
        }.StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await using var renderer = new InteractiveRenderer(scope.ServiceProvider, interactive: true);

        Assert.Equal(expected, await renderer.RenderAsync<PostHogFeature>(new()
        {
            [nameof(PostHogFeature.Name)] = "on",
            [nameof(PostHogFeature.ChildContent)] = (RenderFragment)(static builder => builder.AddContent(0, "shown")),
        }));
    }

    [Fact]
    [Trait("Promise", "ID-06")]
    public async Task Flag_HubCallWithoutRequest_IsNotDecidedForTheService()
    {
        GateHost host = await hosts.GetAsync(TrustMode.Local);

        // With long polling, the request that opened the connection has ended.
        host.Services.GetRequiredService<CurrentRequests>().EnterConnection();

        Assert.Equal(FlagReason.Untrusted, (await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync(TrustHosts.WithVariant)).Reason);
    }

    private static IEnumerable<(string Name, string Value)> SignedCookie(GateHost host, string? id) => id is null
        ? []
        : [("Cookie", $"{AnonymousCookie.SecureName}={host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(AnonymousCookie.Purpose).Protect(id)}")];

    private static async Task AssertAsync(TrustDoors doors, TrustMode mode, TrustWay way, bool isDecided)
    {
        string expected = Reply.Say(isDecided);
        foreach (string flag in TrustHosts.Listed.Append(TrustHosts.OtherCase))
        {
            AssertAll(expected, await doors.StatesAsync(flag), flag);
        }

        // A session may turn on a flag that is not listed, even one that asks for a listed flag.
        if (mode != TrustMode.Sessions)
        {
            AssertAll(expected, await doors.StatesAsync(TrustHosts.Alias), TrustHosts.Alias);
            AssertAll(isDecided ? TrustHosts.Variant : Reply.NoVariant, await doors.VariantsAsync(TrustHosts.WithVariant), TrustHosts.WithVariant);
        }

        foreach ((FlagResult one, FlagResult? ofAll) in await doors.FlagsAsync(TrustHosts.Listed))
        {
            // PostHog's servers are not asked for all flags of a caller without an id.
            FlagResult listed = way.HasId || mode != TrustMode.Remote ? ofAll!.Value : one;
            Assert.Equal((isDecided, isDecided), (one.IsEnabled, listed.IsEnabled));
            Assert.Equal(!isDecided, one is { Reason: FlagReason.Untrusted, HasValue: true });
            Assert.Equal(!isDecided, listed is { Reason: FlagReason.Untrusted, HasValue: true });
        }

        if (way.HasId || mode != TrustMode.Remote)
        {
            AssertAll(Reply.On, await doors.StatesAsync(TrustHosts.Unlisted), TrustHosts.Unlisted);
        }
    }

    private static void AssertAll(string expected, IReadOnlyList<Reply> replies, string flag)
    {
        string wrong = string.Join(", ", replies.Where(reply => reply.Text.Split(' ')[0] != expected.Split(' ')[0]).Select(static reply => $"{reply.Door}: {reply.Text}"));
        Assert.True(wrong.Length == 0, $"{flag} should be {expected}: {wrong}");
    }

    [GeneratedRegex(@"^\| (?<step>[^|]+) \| [^|]+ \| [^|]+ \| (?<flag>decided|off) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
