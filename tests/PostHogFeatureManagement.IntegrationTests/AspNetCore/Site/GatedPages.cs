using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

[assembly: RazorCompiledItem(typeof(GatedPage<OffPageModel>), "mvc.1.0.razor-page", "/Pages/page/off.cshtml")]
[assembly: RazorCompiledItem(typeof(GatedPage<OnPageModel>), "mvc.1.0.razor-page", "/Pages/page/on.cshtml")]

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>What the Razor compiler would generate for a page with one word on it.</summary>
public sealed class GatedPage<TModel> : Page
    where TModel : PageModel
{
    public TModel Model => ViewData.Model;

    public ViewDataDictionary<TModel> ViewData => (ViewDataDictionary<TModel>)PageContext.ViewData;

    public override Task ExecuteAsync()
    {
        WriteLiteral("page");
        return Task.CompletedTask;
    }
}

[FeatureGate("off")]
public sealed class OffPageModel : PageModel;

[FeatureGate("on")]
public sealed class OnPageModel : PageModel;
