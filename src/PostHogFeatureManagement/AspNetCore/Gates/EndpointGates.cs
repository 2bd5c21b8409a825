using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>The gates written on an endpoint, and which of them is closed for the caller of a request.</summary>
internal static class EndpointGates
{
    private static readonly ConcurrentDictionary<Type, bool> DecidesByItself = new();

    public static IReadOnlyList<FeatureGateAttribute> Of(Endpoint? endpoint) =>
        endpoint is null ? [] : endpoint.Metadata.GetOrderedMetadata<FeatureGateAttribute>();

    /// <summary>The first gate that is closed, in the order MVC would ask them; null when the way is free.</summary>
    public static async ValueTask<FeatureGateAttribute?> FindClosedAsync(HttpContext httpContext, IReadOnlyList<FeatureGateAttribute> gates)
    {
        for (int index = 0; index < gates.Count; index++)
        {
            FeatureGateAttribute gate = gates[index];
            if (!IsRepeated(gates, index) && !await IsOpenAsync(httpContext, gate).ConfigureAwait(false))
            {
                return gate;
            }
        }

        return null;
    }

    public static ValueTask<bool> IsOpenAsync(HttpContext httpContext, FeatureGateAttribute gate)
    {
        if (HasOwnRule(gate))
        {
            return new ValueTask<bool>(true);
        }

        IVariantFeatureManagerSnapshot features = httpContext.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
        return new FeatureRequirement(gate.Features, gate.RequirementType, gate.Negate).IsMetAsync(features, httpContext.RequestAborted);
    }

    // MVC lists an attribute once as metadata and once more, in the order of execution, as a filter.
    private static bool IsRepeated(IReadOnlyList<FeatureGateAttribute> gates, int index)
    {
        for (int later = index + 1; later < gates.Count; later++)
        {
            if (ReferenceEquals(gates[later], gates[index]))
            {
                return true;
            }
        }

        return false;
    }

    // An attribute of the application's own that overrides how it decides is left to decide when MVC runs it.
    private static bool HasOwnRule(FeatureGateAttribute gate) =>
        gate.GetType() != typeof(FeatureGateAttribute)
        && DecidesByItself.GetOrAdd(
            gate.GetType(),
            static type => type.GetMethod(nameof(FeatureGateAttribute.OnActionExecutionAsync))!.DeclaringType != typeof(FeatureGateAttribute));
}
