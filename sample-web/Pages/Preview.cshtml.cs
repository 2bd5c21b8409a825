using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.FeatureManagement.Mvc;

namespace SampleWeb.Pages;

[FeatureGate(ShopFlags.PreviewPage)]
public sealed class PreviewModel : PageModel;
