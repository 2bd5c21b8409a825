using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace SampleWeb.Controllers;

[FeatureGate("beta")]
public sealed class BetaController : Controller
{
    [HttpGet("/beta")]
    public IActionResult Index() => View();
}
