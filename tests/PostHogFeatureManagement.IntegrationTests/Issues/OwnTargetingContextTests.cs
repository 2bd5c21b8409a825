using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Configured flags never saw that the application's <see cref="ITargetingContextAccessor"/> returned null or threw. They were evaluated for an empty user, for whom a rollout to everyone is on.
/// </summary>
[Trait("Promise", "FM-23")]
public sealed class OwnTargetingContextTests
{
    private const string Configuration = """
        {
          "feature_management": { "feature_flags": [
            { "id": "everyone", "enabled": true, "conditions": { "client_filters": [ { "name": "Microsoft.Targeting",
              "parameters": { "Audience": { "DefaultRolloutPercentage": 100, "Exclusion": { "Users": [ "bob" ], "Groups": [ "out" ] } } } } ] } },
            { "id": "carl", "enabled": true, "conditions": { "client_filters": [ { "name": "Microsoft.Targeting",
              "parameters": { "Audience": { "DefaultRolloutPercentage": 0, "Users": [ "carl" ], "Groups": [ { "Name": "staff", "RolloutPercentage": 100 } ] } } } ] } },
            { "id": "headline", "enabled": true, "variants": [ { "name": "plain" }, { "name": "bold" } ],
              "allocation": { "default_when_enabled": "plain", "user": [ { "variant": "bold", "users": [ "carl" ] } ] } }
          ] }
        }
        """;

    public static TheoryData<PostHogMode, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<PostHogMode, bool, string>();
            foreach (PostHogMode mode in new[] { PostHogMode.Off, PostHogMode.OffLater, PostHogMode.Local, PostHogMode.Remote, PostHogMode.Unreachable })
            {
                foreach (string user in new[] { "null", "", "bob", "carl", "dora in staff", "dora in out" })
                {
                    cases.Add(mode, false, user);
                    cases.Add(mode, true, user);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ConfiguredFlags_AccessorAnswers_SayWhatTheySayWithoutPostHog(PostHogMode mode, bool scoped, string user) =>
        ComparedHost.AssertSameAsAloneAsync(Settings(scoped, () => Parse(user)), mode);

    [Theory]
    [InlineData(PostHogMode.Off, false)]
    [InlineData(PostHogMode.Off, true)]
    [InlineData(PostHogMode.OffLater, false)]
    [InlineData(PostHogMode.OffLater, true)]
    [InlineData(PostHogMode.Local, false)]
    [InlineData(PostHogMode.Local, true)]
    public Task ConfiguredFlags_AccessorThrows_ThrowAsWithoutPostHog(PostHogMode mode, bool scoped) =>
        ComparedHost.AssertSameAsAloneAsync(Settings(scoped, static () => throw new InvalidOperationException("No idea.")), mode);

    [Theory]
    [InlineData(PostHogMode.Local, false)]
    [InlineData(PostHogMode.Local, true)]
    [InlineData(PostHogMode.Remote, false)]
    [InlineData(PostHogMode.Remote, true)]
    public async Task PostHogsFlag_AccessorReturnsNull_IsDecidedForTheSignedInUser(PostHogMode mode, bool scoped)
    {
        ComparedHostSettings settings = Settings(scoped, static () => null) with { Definitions = FlagJson.Set(FlagJson.ForUser("only-anna", "anna")) };
        await using ComparedHost host = await ComparedHost.StartAsync(settings, mode);

        Assert.Equal("only-anna on none none", await host.AskAsync("only-anna", "anna"));
        Assert.Equal("only-anna off none none", await host.AskAsync("only-anna", "bob"));
    }

    [Theory]
    [InlineData(PostHogMode.Local, false, "on")]
    [InlineData(PostHogMode.Local, true, "on")]
    [InlineData(PostHogMode.Remote, false, "off")]
    [InlineData(PostHogMode.Remote, true, "off")]
    public async Task PostHogsFlag_AccessorThrows_IsDecidedForACallerWithoutAnId(PostHogMode mode, bool scoped, string expected)
    {
        await using ComparedHost host = await ComparedHost.StartAsync(Settings(scoped, static () => throw new InvalidOperationException("No idea.")), mode);

        Assert.Equal($"unrelated {expected} none none", await host.AskAsync("unrelated", "anna"));
    }

    private static ComparedHostSettings Settings(bool scoped, Func<TargetingContext?> user) => new(Configuration, "everyone", "carl", "headline")
    {
        Scoped = scoped,
        BeforePostHog = features => features.WithTargeting<Accessor>().Services.AddSingleton(user),
    };

    private static TargetingContext? Parse(string user)
    {
        string[] parts = user.Split(" in ");
        return user == "null" ? null : new TargetingContext { UserId = parts[0], Groups = parts[1..] };
    }

    private sealed class Accessor(Func<TargetingContext?> user) : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() => new(user()!);
    }
}
