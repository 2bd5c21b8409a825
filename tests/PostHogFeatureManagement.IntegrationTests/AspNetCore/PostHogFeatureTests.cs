using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc.TagHelpers;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FE-04")]
public sealed class PostHogFeatureTests
{
    [Theory]
    [InlineData("on", null, RequirementType.All, true)]
    [InlineData("off", null, RequirementType.All, false)]
    [InlineData("on, headline", null, RequirementType.All, true)]
    [InlineData("on,off", null, RequirementType.All, false)]
    [InlineData("off , on", null, RequirementType.Any, true)]
    [InlineData("off,unheard-of", null, RequirementType.Any, false)]
    [InlineData("headline", "bold", RequirementType.All, true)]
    [InlineData("headline", "Bold", RequirementType.All, false)]
    [InlineData("headline", "thin, bold", RequirementType.Any, true)]
    [InlineData("headline", "thin,slim", RequirementType.Any, false)]
    [InlineData("on", "bold", RequirementType.All, false)]
    [InlineData("off", "bold", RequirementType.All, false)]
    [InlineData("", null, RequirementType.All, false)]
    [InlineData(null, "bold", RequirementType.All, false)]
    public async Task Component_AnyParameters_MatchesFeatureTag(string? name, string? variant, RequirementType requirement, bool isShown)
    {
        await using GateHost host = await new BlazorSite().StartAsync();
        foreach (bool negate in new[] { false, true })
        {
            await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
            string expected = isShown != negate ? "shown" : "";

            Assert.Equal(expected, await TagAsync(scope.ServiceProvider, name, variant, requirement, negate));
            Assert.Equal(expected, await ComponentAsync(scope.ServiceProvider, name, variant, requirement, negate, interactive: false));
            Assert.Equal(expected, await ComponentAsync(scope.ServiceProvider, name, variant, requirement, negate, interactive: true));
        }
    }

    [Theory]
    [InlineData("on,off", "bold", RequirementType.Any)]
    [InlineData("headline", "bold,thin", RequirementType.All)]
    public async Task Component_InvalidParameters_ThrowsLikeFeatureTag(string name, string variant, RequirementType requirement)
    {
        await using GateHost host = await new BlazorSite().StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();

        await Assert.ThrowsAsync<ArgumentException>(() => TagAsync(scope.ServiceProvider, name, variant, requirement, negate: false));
        await Assert.ThrowsAsync<ArgumentException>(() => ComponentAsync(scope.ServiceProvider, name, variant, requirement, negate: false, interactive: false));
    }

    [Theory]
    [InlineData("on", "shown")]
    [InlineData("off", "instead")]
    public async Task Disabled_FeatureOnOrOff_IsShownOnlyWhenOff(string name, string expected)
    {
        await using GateHost host = await new BlazorSite().StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await using var renderer = new InteractiveRenderer(scope.ServiceProvider, interactive: false);

        Assert.Equal(expected, await renderer.RenderAsync<PostHogFeature>(new()
        {
            [nameof(PostHogFeature.Name)] = name,
            [nameof(PostHogFeature.ChildContent)] = Text("shown"),
            [nameof(PostHogFeature.Disabled)] = Text("instead"),
        }));
    }

    [Fact]
    public async Task Component_InCircuit_WaitsForUser()
    {
        var state = new TaskCompletionSource<AuthenticationState>();
        await using GateHost host = await new BlazorSite { Services = services => services.AddScoped<AuthenticationStateProvider>(_ => new SwitchableUser(() => state.Task)) }.StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();

        Task<string> rendering = ComponentAsync(scope.ServiceProvider, "vip", null, RequirementType.All, negate: false, interactive: true);
        Assert.False(rendering.IsCompleted);
        state.SetResult(SwitchableUser.SignedIn("u1", "scale"));

        Assert.Equal("shown", await rendering);
    }

    [Fact]
    public async Task Component_InCircuitWithoutWithBlazorCircuits_Throws()
    {
        await using GateHost host = await new BlazorSite { WithCircuits = false }.StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();

        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ComponentAsync(scope.ServiceProvider, "on", null, RequirementType.All, negate: false, interactive: true));

        Assert.Contains("WithBlazorCircuits", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<string> ComponentAsync(IServiceProvider services, string? name, string? variant, RequirementType requirement, bool negate, bool interactive)
    {
        await using var renderer = new InteractiveRenderer(services, interactive);
        return await renderer.RenderAsync<PostHogFeature>(new()
        {
            [nameof(PostHogFeature.Name)] = name,
            [nameof(PostHogFeature.Variant)] = variant,
            [nameof(PostHogFeature.Requirement)] = requirement,
            [nameof(PostHogFeature.Negate)] = negate,
            [nameof(PostHogFeature.ChildContent)] = Text("shown"),
        });
    }

    private static async Task<string> TagAsync(IServiceProvider services, string? name, string? variant, RequirementType requirement, bool negate)
    {
        var tag = new FeatureTagHelper(services.GetRequiredService<IFeatureManagerSnapshot>(), services.GetRequiredService<IVariantFeatureManagerSnapshot>())
        {
            Name = name,
            Variant = variant,
            Requirement = requirement,
            Negate = negate,
        };
        var output = new TagHelperOutput("feature", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        output.Content.SetContent("shown");
        await tag.ProcessAsync(new TagHelperContext([], new Dictionary<object, object>(), "id"), output);
        return output.Content.GetContent();
    }

    private static RenderFragment Text(string text) => builder => builder.AddContent(0, text);
}
