using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore.Blazor;

namespace PostHogFeatureManagement;

/// <summary>
/// Shows its content only while a feature is enabled, like the <c>feature</c> tag on pages and views. With static rendering it decides for the request's
/// caller. In a Blazor Server circuit it decides for the circuit's user, which requires <c>WithBlazorCircuits()</c>. It decides again each time its parent
/// renders, and shows nothing until the first decision is made.
/// </summary>
public sealed class PostHogFeature : ComponentBase
{
    private bool? _isOpen;
    private int _decision;

    /// <summary>The feature, or several separated by commas. Without a name the content is hidden.</summary>
    [Parameter]
    [EditorRequired]
    public string? Name { get; set; }

    /// <summary>
    /// The variant that the caller must have, or several separated by commas. Use it with a single feature only, and use several variants with
    /// <see cref="RequirementType.Any"/> only.
    /// </summary>
    [Parameter]
    public string? Variant { get; set; }

    /// <summary>Whether to show the content only when it would otherwise be hidden. Default: false.</summary>
    [Parameter]
    public bool Negate { get; set; }

    /// <summary>Whether all or any of the features must be enabled. Default: all.</summary>
    [Parameter]
    public RequirementType Requirement { get; set; } = RequirementType.All;

    /// <summary>The content to show.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The content to show when <see cref="ChildContent"/> is hidden. Default: nothing.</summary>
    [Parameter]
    public RenderFragment? Disabled { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        FeatureTag tag = FeatureTag.Parse(Name, Variant, Requirement, Negate);
        int decision = ++_decision;
        bool isOpen = await DecideAsync(tag).ConfigureAwait(true);
        if (decision == _decision)
        {
            _isOpen = isOpen;
        }
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (_isOpen is { } isOpen)
        {
            builder.AddContent(0, isOpen ? ChildContent : Disabled);
        }
    }

    // A circuit lives as long as its page is open, so a snapshot in it would never see a flag change.
    private async ValueTask<bool> DecideAsync(FeatureTag tag)
    {
        if (!RendererInfo.IsInteractive)
        {
            return await tag.IsOpenAsync(Services.GetRequiredService<IFeatureManagerSnapshot>(), Services.GetRequiredService<IVariantFeatureManagerSnapshot>()).ConfigureAwait(true);
        }

        CircuitCaller circuit = Services.GetService<CircuitCaller>()
            ?? throw new InvalidOperationException("PostHogFeature in an interactive component requires AddPostHog().WithBlazorCircuits().");
        circuit.Enter(await circuit.GetAsync().ConfigureAwait(true));
        CircuitOverrides overrides = Services.GetRequiredService<CircuitOverrides>();
        overrides.Enter(await overrides.FindAsync().ConfigureAwait(true));
        return await tag.IsOpenAsync(Services.GetRequiredService<IFeatureManager>(), Services.GetRequiredService<IVariantFeatureManager>()).ConfigureAwait(true);
    }
}
