using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// An application without an <c>ITargetingContextAccessor</c> got one from <c>AddPostHog()</c>. Its configured flags then assigned variants by user and percentile instead of the default,
/// and a variant's status override changed whether the flag is on.
/// </summary>
[Trait("Promise", "FM-23")]
public sealed class NoTargetingContextTests
{
    private const string Configuration = """
        {
          "feature_management": { "feature_flags": [
            { "id": "percentile", "enabled": true, "variants": [ { "name": "old" }, { "name": "new" } ],
              "allocation": { "default_when_enabled": "old", "percentile": [ { "variant": "new", "from": 0, "to": 100 } ] } },
            { "id": "override", "enabled": true, "variants": [ { "name": "old" }, { "name": "new", "status_override": "Disabled" } ],
              "allocation": { "default_when_enabled": "old", "percentile": [ { "variant": "new", "from": 0, "to": 100 } ] } },
            { "id": "user", "enabled": true, "variants": [ { "name": "old" }, { "name": "new" } ],
              "allocation": { "default_when_enabled": "old", "user": [ { "variant": "new", "users": [ "anna" ] } ] } },
            { "id": "targeted", "enabled": true, "conditions": { "client_filters": [ { "name": "Microsoft.Targeting", "parameters": { "Audience": { "DefaultRolloutPercentage": 100 } } } ] } }
          ] }
        }
        """;

    [Theory]
    [InlineData(PostHogMode.Off, false)]
    [InlineData(PostHogMode.Off, true)]
    [InlineData(PostHogMode.OffLater, false)]
    [InlineData(PostHogMode.OffLater, true)]
    [InlineData(PostHogMode.Local, false)]
    [InlineData(PostHogMode.Local, true)]
    [InlineData(PostHogMode.Remote, false)]
    [InlineData(PostHogMode.Remote, true)]
    [InlineData(PostHogMode.Unreachable, false)]
    [InlineData(PostHogMode.Unreachable, true)]
    public Task ConfiguredFlags_WithoutAnAccessor_SayWhatTheySayWithoutPostHog(PostHogMode mode, bool scoped) =>
        ComparedHost.AssertSameAsAloneAsync(new ComparedHostSettings(Configuration, "percentile", "override", "user", "targeted") { Scoped = scoped }, mode);
}
