using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Finds the gates in an endpoint's metadata, and the one that is closed for a request's caller.</summary>
internal static class EndpointGates
{
    private static readonly ConcurrentDictionary<Type, bool> OverridesByType = new();

    public static IReadOnlyList<FeatureGateAttribute> Of(Endpoint? endpoint) =>
        endpoint is null ? [] : endpoint.Metadata.GetOrderedMetadata<FeatureGateAttribute>();

    /// <summary>The first closed gate, in the order in which MVC runs them. Null when all are open.</summary>
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
        if (OverridesDecision(gate))
        {
            return new ValueTask<bool>(true);
        }

        OutputCacheWarning.Check(httpContext);

        // The attribute itself asks this interface, and the application may have its own behind it.
        IFeatureManagerSnapshot features = httpContext.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
        return new FeatureRequirement(gate.Features, gate.RequirementType, gate.Negate).IsMetAsync(features, httpContext.RequestAborted);
    }

    // MVC lists an attribute twice: as metadata and, in execution order, as a filter.
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

    // A derived attribute that overrides the decision makes it when MVC runs it.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The method implements an interface of MVC, so it stays.")]
    private static bool OverridesDecision(FeatureGateAttribute gate) =>
        gate.GetType() != typeof(FeatureGateAttribute)
        && OverridesByType.GetOrAdd(
            gate.GetType(),
            static type => type.GetMethod(nameof(FeatureGateAttribute.OnActionExecutionAsync))!.DeclaringType != typeof(FeatureGateAttribute));
}
