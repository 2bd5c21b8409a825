using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Which caller a context object names, in every interface that accepts one.</summary>
public sealed class ExplicitContextTests : IAsyncLifetime
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.ForProperty("scale-plan", "plan", "scale"),
        FlagJson.Variant("headline", "bold"),
        FlagJson.ForCompany("only-acme", "$group_key", "acme"),
        FlagJson.ForCompany("big-company", "size", "big"));

    private static readonly int[] ExpectedWarnings = [LogEvents.CallerWithoutId, LogEvents.ContextWithoutCaller];

    private readonly Dictionary<(bool, bool), GateHost> _hosts = [];

    public static TheoryData<string> Callers =>
    [
        nameof(TargetingContext),
        nameof(PostHogTargetingContext),
        nameof(ITargetingContext),
        nameof(PostHogContext),
        nameof(ClaimsPrincipal),
        nameof(HttpContext),
    ];

    public static TheoryData<string> Others => ["text", "number", "record", "list"];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (GateHost host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    [Trait("Promise", "FM-08")]
    [Trait("Promise", "FM-06")]
    public async Task ExplicitContext_NamesCaller_Decides(string type)
    {
        await InEveryModeAsync("bob", async (features, http) =>
        {
            Assert.Equal("on", await features.AskAsync("only-anna", Create(type, "anna", http)));
            Assert.Equal("off", await features.AskAsync("only-anna", Create(type, "carl", http)));
            Assert.Equal("on", await features.AskAsync("headline", Create(type, "carl", http)));
        });
    }

    [Theory]
    [MemberData(nameof(Others))]
    [Trait("Promise", "FM-08")]
    [Trait("Promise", "FM-06")]
    public async Task ExplicitContext_OtherType_UsesAmbientCaller(string type)
    {
        await InEveryModeAsync("anna", async (features, http) => Assert.Equal("on", await features.AskAsync("only-anna", Create(type, "bob", http))));
        await InEveryModeAsync("bob", async (features, http) => Assert.Equal("off", await features.AskAsync("only-anna", Create(type, "anna", http))));
    }

    [Fact]
    [Trait("Promise", "FM-08")]
    public async Task ExplicitContext_SignedOutPrincipal_IsAnonymous() =>
        await InEveryModeAsync("anna", async (features, _) =>
            Assert.Equal("off", await features.AskAsync("only-anna", new ClaimsPrincipal(new ClaimsIdentity()))));

    [Fact]
    [Trait("Promise", "FM-08")]
    public async Task ExplicitContext_EmptyTargetingContext_IsAnonymous() =>
        await InEveryModeAsync("anna", async (features, _) =>
            Assert.Equal("off", await features.AskAsync("only-anna", new TargetingContext())));

    [Fact]
    [Trait("Promise", "FM-09")]
    public async Task GetVariantAsync_ExplicitContext_ReturnsThatUsersVariant() =>
        await InEveryModeAsync("bob", async (features, _) =>
        {
            ITargetingContext anna = new TargetingContext { UserId = "anna" };
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline", anna)).Name);
            Assert.Null(await features.Variants.GetVariantAsync("only-anna", anna));
        });

    [Fact]
    [Trait("Promise", "FM-09")]
    public async Task ExplicitContext_GroupsAndProperties_AreUsed() =>
        await InEveryModeAsync("bob", async (features, _) =>
        {
            var context = new PostHogTargetingContext(new PostHogContext("dora")
            {
                PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" },
                Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme", new Dictionary<string, object?> { ["size"] = "big" }) },
            });

            Assert.Equal("on", await features.AskAsync("scale-plan", context));
            Assert.Equal("on", await features.AskAsync("only-acme", context));
            Assert.Equal("on", await features.AskAsync("big-company", context));
            Assert.Equal("on", await features.AskAsync("only-acme", new TargetingContext { UserId = "dora", Groups = ["acme"] }));
        });

    [Fact]
    [Trait("Promise", "FM-09")]
    public async Task SignedInUser_GroupsAndProperties_AreUsed()
    {
        await InEveryModeAsync(
            "dora",
            async (features, _) =>
            {
                Assert.True(await features.Manager.IsEnabledAsync("scale-plan"));
                Assert.True(await features.Variants.IsEnabledAsync("only-acme"));
            },
            "plan=scale",
            "org=acme");
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-08")]
    public async Task ExplicitContext_CurrentRequestWithOwnAccessor_IsAmbientCaller(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, Remote = remote, AfterPostHog = features => features.WithPostHogContext<AnnaAccessor>() });

        await host.InRequestAsync(
            async http =>
            {
                var features = FeatureInterfaces.Of(http.RequestServices);
                Assert.Equal("on", await features.AskAsync("only-anna"));
                Assert.Equal("on", await features.AskAsync("only-anna", http));
                using (PostHogContext.BeginScope(new PostHogContext("carl")))
                {
                    Assert.Equal("off", await features.AskAsync("only-anna"));
                    Assert.Equal("on", await features.AskAsync("only-anna", http));
                }
            },
            user: "bob");
    }

    private static object Create(string type, string user, HttpContext http) => type switch
    {
        nameof(TargetingContext) => new TargetingContext { UserId = user },
        nameof(PostHogTargetingContext) => new PostHogTargetingContext(new PostHogContext(user)),
        nameof(ITargetingContext) => new OwnContext(user),
        nameof(PostHogContext) => new PostHogContext(user),
        nameof(ClaimsPrincipal) => TestUser.Create(user),
        nameof(HttpContext) => new DefaultHttpContext { User = TestUser.Create(user), RequestServices = http.RequestServices },
        "text" => user,
        "number" => 42,
        "record" => new Order(7),
        _ => new List<string> { user },
    };

    /// <summary>Runs the check in a request, for both registrations and both modes.</summary>
    private async Task InEveryModeAsync(string user, Func<FeatureInterfaces, HttpContext, Task> check, params string[] claims)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            GateHost host = _hosts.GetValueOrDefault((scoped, remote)) ?? (_hosts[(scoped, remote)] = await StartAsync(scoped, remote));
            await host.InRequestAsync(context => check(FeatureInterfaces.Of(context.RequestServices), context), user, claims);
            Assert.All(host.Logs.Troubles, static entry => Assert.Contains(entry.EventId.Id, ExpectedWarnings));
        }
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("PostHog:Identity:PersonPropertyClaims:0", "plan"),
            new("PostHog:Identity:GroupClaims:company", "org"),
            new("PostHog:Identity:TargetingGroupType", "company"),
        ],
    });

    private sealed class AnnaAccessor : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(new PostHogContext("anna"));
    }

    private sealed record Order(int Number);

    private sealed record OwnContext(string UserId) : ITargetingContext
    {
        string ITargetingContext.UserId
        {
            get => UserId;
            set => throw new NotSupportedException();
        }

        public IEnumerable<string> Groups { get; set; } = [];
    }
}
