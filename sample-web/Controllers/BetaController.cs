using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace SampleWeb.Controllers;

[FeatureGate(ShopFlags.Beta)]
public sealed class BetaController : Controller
{
    [HttpGet("/beta")]
    public IActionResult Index() => View();
}
