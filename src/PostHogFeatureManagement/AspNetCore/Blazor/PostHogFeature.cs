using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore.Blazor;

namespace PostHogFeatureManagement;

/// <summary>
/// Shows its content only while a feature is on, as the <c>feature</c> tag does on pages and views. Statically rendered it decides for the request's caller; in a Blazor Server circuit
/// for the circuit's user, which needs <c>WithBlazorCircuits()</c>. It decides anew whenever its parent renders, and shows nothing until the first decision is there.
/// </summary>
public sealed class PostHogFeature : ComponentBase
{
    private bool? _isOpen;
    private int _decision;

    /// <summary>The feature, or several separated by commas. Without a name the content is hidden.</summary>
    [Parameter]
    [EditorRequired]
    public string? Name { get; set; }

    /// <summary>The variant, or several separated by commas, of which the caller must have one. It goes with one feature only, and several variants with <see cref="RequirementType.Any"/> only.</summary>
    [Parameter]
    public string? Variant { get; set; }

    /// <summary>Whether the content is shown just when it otherwise would not be. Default: false.</summary>
    [Parameter]
    public bool Negate { get; set; }

    /// <summary>Whether all or any of several features have to be on. Default: all.</summary>
    [Parameter]
    public RequirementType Requirement { get; set; } = RequirementType.All;

    /// <summary>What is shown.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>What is shown instead when <see cref="ChildContent"/> is not. Default: nothing.</summary>
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

    // A circuit lives as long as its page is open: a snapshot of its own would never see a flag change.
    private async ValueTask<bool> DecideAsync(FeatureTag tag)
    {
        if (!RendererInfo.IsInteractive)
        {
            return await tag.IsOpenAsync(Services.GetRequiredService<IVariantFeatureManagerSnapshot>()).ConfigureAwait(true);
        }

        CircuitCaller circuit = Services.GetService<CircuitCaller>()
            ?? throw new InvalidOperationException("A PostHogFeature in an interactive component needs AddPostHog().WithBlazorCircuits().");
        using (PostHogContext.BeginScope(await circuit.GetAsync().ConfigureAwait(true)))
        {
            return await tag.IsOpenAsync(Services.GetRequiredService<IVariantFeatureManager>()).ConfigureAwait(true);
        }
    }
}
