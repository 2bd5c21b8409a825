using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SampleWeb.Pages;

/// <summary>The shop's answer for a page that does not exist or is behind a flag that is off. The status stays as it was.</summary>
[IgnoreAntiforgeryToken]
public sealed class ClosedModel : PageModel
{
    public void OnGet()
    {
        if (Response.StatusCode == StatusCodes.Status200OK)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
