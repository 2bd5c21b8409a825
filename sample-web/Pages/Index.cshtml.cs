using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement;
using PostHogFeatureManagement.Emulator;
using SampleWeb.Hosting;
using SampleWeb.Shop;

namespace SampleWeb.Pages;

public sealed partial class IndexModel(
    IVariantFeatureManager features,
    IPostHogDefinitions definitions,
    IPostHogEvents events,
    IServiceProvider services,
    IWebHostEnvironment environment) : PageModel
{
    private const string DefaultColor = "#22313f";
    private const string DefaultButton = "Take a look";

    private readonly PostHogEmulator? _emulator = services.GetService<PostHogEmulator>();

    public string PriceColor { get; private set; } = DefaultColor;

    public string Button { get; private set; } = DefaultButton;

    /// <summary>The product that was just added to the basket.</summary>
    public Product? InBasket { get; private set; }

    public DefinitionsStatus Definitions { get; } = definitions.Status;

    public string DefinitionsAge => Definitions.Age switch
    {
        null => "of unknown age",
        { TotalMinutes: < 2 } age => $"{age.TotalSeconds:0} s old",
        { TotalHours: < 2 } age => $"{age.TotalMinutes:0} min old",
        { TotalDays: < 2 } age => $"{age.TotalHours:0} h old",
        { } age => $"{age.TotalDays:0} days old",
    };

    public static string DefinitionsOrigin(DefinitionsSource source) => source switch
    {
        DefinitionsSource.Server => "PostHog",
        DefinitionsSource.Shared => "another instance",
        _ => $"a file ({source})",
    };

    public Uri? EmulatorPage => _emulator?.BaseAddress;

    /// <summary>Outside Development, the page would need a policy that says who may see it.</summary>
    public string? ExplainPage => environment.IsDevelopment() ? "/posthog/explain" : null;

    public bool HasOutageSwitch => _emulator is not null && environment.IsDevelopment();

    public ShopOutage? Outage => _emulator is null ? null : ShopOutage.Of(_emulator.Faults);

    public async Task OnGetAsync(string? added, CancellationToken cancellationToken)
    {
        InBasket = Catalog.Find(added);
        PriceColorPayload? price = await features.GetPriceColorPayloadAsync(cancellationToken);
        PriceColor = price?.Color is { } wanted && Color().IsMatch(wanted) ? wanted : DefaultColor;

        HeadlinePayload? headline = await features.GetHeadlinePayloadAsync(cancellationToken);
        Button = headline?.Button ?? DefaultButton;
    }

    /// <summary>
    /// Captures a purchase, by which PostHog compares the variants of the experiment "headline": reading the flag first adds <c>$feature/headline</c> to the event.
    /// </summary>
    public async Task<IActionResult> OnPostBasketAsync(string product, CancellationToken cancellationToken)
    {
        if (Catalog.Find(product) is not { } added)
        {
            return NotFound();
        }

        await features.GetVariantAsync(ShopFlags.Headline, cancellationToken);
        events.Capture("purchase", new Dictionary<string, object?> { ["product"] = added.Id, ["price"] = added.Price });
        return RedirectToPage(pageName: null, pageHandler: null, new { added = added.Id }, fragment: null);
    }

    /// <summary>Starts or ends an outage in which PostHog accepts requests and never answers them.</summary>
    public IActionResult OnPostOutage(bool on)
    {
        if (!HasOutageSwitch)
        {
            return NotFound();
        }

        _emulator!.SetFaults(on ? new PostHogEmulatorFaults { Hang = true } : PostHogEmulatorFaults.None);
        return RedirectToPage();
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Color();
}
