using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace Shop.Controllers;

[ApiController]
public sealed class CheckoutController : ControllerBase
{
    [HttpGet("/checkout")]
    [FeatureGate(Flags.NewCheckout)]
    public string Checkout() => "The new checkout";
}
