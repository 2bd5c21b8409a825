using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.AspNetCore.Gates;

namespace PostHogFeatureManagement.AspNetCore.OpenApi;

/// <summary>The gates that are closed for one request's caller, and the MVC actions whose routes are all closed.</summary>
internal sealed class ClosedApis
{
    // Compared by reference: attributes are equal when their values are, and one instance can be on many endpoints.
    private readonly HashSet<object> _gates = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _actions = new(StringComparer.Ordinal);

    private ClosedApis()
    {
    }

    public static async ValueTask<ClosedApis> FindAsync(HttpContext httpContext)
    {
        var closed = new ClosedApis();
        var openActions = new HashSet<string>(StringComparer.Ordinal);
        foreach (Endpoint endpoint in httpContext.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            FeatureGateAttribute? gate = await EndpointGates.FindClosedAsync(httpContext, EndpointGates.Of(endpoint)).ConfigureAwait(false);
            string? action = endpoint.Metadata.GetMetadata<ActionDescriptor>()?.Id;
            if (gate is not null)
            {
                closed.Add(gate, action);
            }
            else if (action is not null)
            {
                openActions.Add(action);
            }
        }

        closed._actions.ExceptWith(openActions);
        return closed;
    }

    public ApiDescriptionGroupCollection Exclude(ApiDescriptionGroupCollection all)
    {
        IEnumerable<ApiDescriptionGroup> groups =
            from @group in all.Items
            let open = @group.Items.Where(IsOpen).ToArray()
            where open.Length > 0
            select open.Length == @group.Items.Count ? @group : new ApiDescriptionGroup(@group.GroupName, open);
        return new ApiDescriptionGroupCollection([.. groups], all.Version);
    }

    private void Add(FeatureGateAttribute gate, string? action)
    {
        _gates.Add(gate);
        if (action is not null)
        {
            _actions.Add(action);
        }
    }

    private bool IsOpen(ApiDescription api) =>
        !_actions.Contains(api.ActionDescriptor.Id)
        && !(api.ActionDescriptor.EndpointMetadata?.Any(_gates.Contains) ?? false);
}
