using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Microsoft.FeatureManagement's evaluation event. Other tests publish it too, so the flags here have unique names.</summary>
[Trait("Promise", "FM-14")]
public sealed class TelemetryTests : IDisposable
{
    private readonly string _prefix = $"telemetry-{Guid.NewGuid():N}-";
    private readonly EvaluationEvents _events;

    public TelemetryTests() => _events = new EvaluationEvents(_prefix);

    public void Dispose() => _events.Dispose();

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_VariantFlag_HasVariantReasonSourceAndTargetingId(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(context => context.RequestServices.GetRequiredService<IVariantFeatureManager>().GetVariantAsync(_prefix + "headline").AsTask());

        ActivityEvent published = Assert.Single(_events.All);
        AssertTags(published, "headline", isEnabled: true, "bold", "ConditionMatch", remote ? "Remote" : "Local", "anna");
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_BooleanFlag_HasReasonSourceAndTargetingId(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IFeatureManager>();
            Assert.True(await manager.IsEnabledAsync(_prefix + "on"));
            Assert.False(await manager.IsEnabledAsync(_prefix + "only-bob"));
        });

        Assert.Equal(2, _events.All.Count);
        AssertTags(_events.All.First(), "on", isEnabled: true, null, "ConditionMatch", remote ? "Remote" : "Local", "anna");
        AssertTags(_events.All.Last(), "only-bob", isEnabled: false, null, "NoConditionMatch", remote ? "Remote" : "Local", "anna");
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_SnapshotCheckedTwice_IsPublishedOnce(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
            Assert.True(await snapshot.IsEnabledAsync(_prefix + "on"));
            Assert.True(await snapshot.IsEnabledAsync(_prefix + "on"));
        });

        AssertTags(Assert.Single(_events.All), "on", isEnabled: true, null, "ConditionMatch", remote ? "Remote" : "Local", "anna");
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_ExplicitContext_HasTargetingId(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.True(await manager.IsEnabledAsync(_prefix + "headline", new TargetingContext { UserId = "carl" }));
            Assert.True(await manager.IsEnabledAsync(_prefix + "headline", TestUser.Create("dora")));
            Assert.True(await manager.IsEnabledAsync(_prefix + "headline", "any text"));
        });

        string source = remote ? "Remote" : "Local";
        Assert.Equal(3, _events.All.Count);
        AssertTags(_events.All.ElementAt(0), "headline", isEnabled: true, "bold", "ConditionMatch", source, "carl");
        AssertTags(_events.All.ElementAt(1), "headline", isEnabled: true, "bold", "ConditionMatch", source, "dora");
        AssertTags(_events.All.ElementAt(2), "headline", isEnabled: true, "bold", "ConditionMatch", source, "anna");
        Assert.Equal([LogEvents.ContextWithoutCaller], host.Logs.Troubles.Select(static entry => entry.EventId.Id));
    }

    [Fact]
    public async Task Telemetry_AnonymousCaller_HasNoTargetingId()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false);

        await host.InRequestAsync(
            async context =>
            {
                var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
                Assert.True(await manager.IsEnabledAsync(_prefix + "on"));
            },
            user: null);

        AssertTags(Assert.Single(_events.All), "on", isEnabled: true, null, "ConditionMatch", "Local", null);
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_ConfigurationAnswers_PublishesNothingMore(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, remote: true);
        host.PostHog.SetFaults(new() { Status = 500 });

        await host.InRequestAsync(async context =>
            Assert.True(await context.RequestServices.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync(_prefix + "on")));

        Assert.Empty(_events.All);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_Disabled_PublishesOnlyConfiguredFlags(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(
            scoped, remote, telemetry: "false", static services => services.AddSingleton<ITargetingContextAccessor, SignedInUserAccessor>());

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.True(await manager.IsEnabledAsync(_prefix + "on"));
            Assert.Equal("bold", (await manager.GetVariantAsync(_prefix + "headline")).Name);
            Assert.Empty(_events.All);

            Assert.Equal("Big", (await manager.GetVariantAsync(_prefix + "configured")).Name);
        });

        ActivityEvent published = Assert.Single(_events.All);
        Assert.Equal("Big", EvaluationEvents.Tag(published, "Variant"));
        Assert.Equal("anna", EvaluationEvents.Tag(published, "TargetingId"));
        Assert.Equal("kept", EvaluationEvents.Tag(published, "Note"));
        Assert.Empty(host.Logs.Troubles);
    }

    private void AssertTags(ActivityEvent published, string flag, bool isEnabled, string? variant, string reason, string source, string? targetingId)
    {
        Assert.Equal("FeatureFlag", published.Name);
        Assert.Equal(_prefix + flag, EvaluationEvents.Tag(published, "FeatureName"));
        Assert.Equal(isEnabled, EvaluationEvents.Tag(published, "Enabled"));
        Assert.Equal(variant, EvaluationEvents.Tag(published, "Variant"));
        Assert.Equal(reason, EvaluationEvents.Tag(published, "Reason"));
        Assert.Equal(source, EvaluationEvents.Tag(published, "Source"));
        Assert.Equal(targetingId, EvaluationEvents.Tag(published, "TargetingId"));
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote, string telemetry = "true", Action<IServiceCollection>? services = null) => GateHost.StartAsync(
        new GateHostSettings(FlagJson.Set(FlagJson.On(_prefix + "on"), FlagJson.ForUser(_prefix + "only-bob", "bob"), FlagJson.Variant(_prefix + "headline", "bold")))
        {
            Scoped = scoped,
            Remote = remote,
            Services = services,
            Configuration = [new("PostHog:FeatureManagement:Telemetry", telemetry), new($"FeatureManagement:{_prefix}on", "true")],
            ConfigurationJson = $$"""
                {"feature_management":{"feature_flags":[{
                  "id":"{{_prefix}}configured","enabled":true,
                  "variants":[{"name":"Big","configuration_value":1}],
                  "allocation":{"default_when_enabled":"Big"},
                  "telemetry":{"enabled":true,"metadata":{"Note":"kept"} }
                }] } }
                """,
        });
}
