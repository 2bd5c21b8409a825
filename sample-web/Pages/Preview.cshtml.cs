using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.FeatureManagement.Mvc;

namespace SampleWeb.Pages;

[FeatureGate("preview-page")]
public sealed class PreviewModel : PageModel;
