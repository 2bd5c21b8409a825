using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Adds only this project's controllers, pages and views.</summary>
internal static class GatedMvc
{
    public static void AddGatedMvc(this IServiceCollection services, Action<MvcOptions>? configure = null)
    {
        services.AddControllersWithViews(options => configure?.Invoke(options)).ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new AssemblyPart(Assembly.GetExecutingAssembly()));
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(Assembly.GetExecutingAssembly()));
        });
        services.AddRazorPages();
    }
}
