using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Finds the features that the gates of an application name.</summary>
internal static class GateNames
{
    /// <summary>
    /// The features of all gates, but for <c>WithFeatureGate(…)</c>, which endpoints do not show. Those of endpoints that cannot be read are left out. It asks
    /// the data source that link generation also uses, which keeps its endpoints: one of minimal APIs builds its own anew whenever it is asked.
    /// </summary>
    public static async Task<IReadOnlySet<string>> FindAsync(IServiceProvider services)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            IReadOnlyList<Endpoint> endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
            names.UnionWith(endpoints.SelectMany(EndpointGates.Of).SelectMany(static gate => gate.Features));
            await AddPagesAsync(names, endpoints, services).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The application's own code builds the endpoints and pages. Requests report what is wrong with them.
        }

        return names;
    }

    // Until a page is loaded, its endpoint does not have the attributes of its model.
    private static async Task AddPagesAsync(HashSet<string> names, IReadOnlyList<Endpoint> endpoints, IServiceProvider services)
    {
        PageLoader? loader = services.GetService<PageLoader>();
        foreach (Endpoint endpoint in endpoints)
        {
            if (loader is not null && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                CompiledPageActionDescriptor loaded = await loader.LoadAsync(page, endpoint.Metadata).ConfigureAwait(false);
                names.UnionWith(loaded.FilterDescriptors.Select(static filter => filter.Filter).OfType<FeatureGateAttribute>().SelectMany(static gate => gate.Features));
            }
        }
    }
}
