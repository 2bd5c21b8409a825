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
    /// <summary>The features of all gates, but for <c>WithFeatureGate(…)</c>, which endpoints do not show. Those of endpoints that cannot be read are left out.</summary>
    public static async Task<IReadOnlySet<string>> FindAsync(IServiceProvider services)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        EndpointDataSource? endpoints = services.GetService<EndpointDataSource>();
        foreach (EndpointDataSource source in endpoints is CompositeEndpointDataSource all ? all.DataSources : endpoints is null ? [] : [endpoints])
        {
            try
            {
                names.UnionWith(source.Endpoints.SelectMany(EndpointGates.Of).SelectMany(static gate => gate.Features));
                names.UnionWith(await OfPagesAsync(source, services).ConfigureAwait(false));
            }
            catch (Exception)
            {
                // The application's own code builds the endpoints. Requests report what is wrong with them.
            }
        }

        return names;
    }

    // Until a page is loaded, its endpoint does not have the attributes of its model.
    private static async Task<List<string>> OfPagesAsync(EndpointDataSource source, IServiceProvider services)
    {
        List<string> names = [];
        PageLoader? loader = services.GetService<PageLoader>();
        foreach (Endpoint endpoint in source.Endpoints)
        {
            if (loader is not null && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                CompiledPageActionDescriptor loaded = await loader.LoadAsync(page, endpoint.Metadata).ConfigureAwait(false);
                names.AddRange(loaded.FilterDescriptors.Select(static filter => filter.Filter).OfType<FeatureGateAttribute>().SelectMany(static gate => gate.Features));
            }
        }

        return names;
    }
}
