using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.AspNetCore.OpenApi;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gates on endpoints of every kind.</summary>
public static class PostHogEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Opens the endpoint, or the endpoints of a group, only while all the features are on. Unlike <c>WithFeatureGate</c> it stands in the endpoint's metadata, so that
    /// <c>UsePostHogGates()</c> answers before authorization, and it gives the result chosen with <c>WithDisabledFeatureResult(…)</c>. Gates on a group and on its endpoints add up.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="features">The features; at least one.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(RequirementType.All, negate: false, features);

    /// <summary>Opens the endpoint, or the endpoints of a group, only while all or any of the features are on.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirementType">Whether all or any of the features have to be on.</param>
    /// <param name="features">The features; at least one.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, RequirementType requirementType, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(requirementType, negate: false, features);

    /// <summary>Opens the endpoint, or the endpoints of a group, only while all the features are on, or only while they are not.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="negate">Whether the endpoint is open just when not all the features are on.</param>
    /// <param name="features">The features; at least one.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, bool negate, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(RequirementType.All, negate, features);

    /// <summary>Opens the endpoint, or the endpoints of a group, only while all or any of the features are on, or only while that is not so.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirementType">Whether all or any of the features have to be on.</param>
    /// <param name="negate">Whether the endpoint is open just when the requirement is not met.</param>
    /// <param name="features">The features; at least one.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, RequirementType requirementType, bool negate, params string[] features)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var gate = new RequiredFeature(new FeatureGateAttribute(requirementType, negate, features));
        builder.Add(gate.Apply);
        return builder;
    }

    /// <summary>
    /// Leaves out of an OpenAPI document what is closed for whoever reads it: <c>app.MapOpenApi().HideDisabledFeatures()</c>. It works for every document endpoint that reads
    /// ASP.NET Core's API descriptions while it answers; such a document must not be cached for all callers alike.
    /// </summary>
    /// <param name="builder">The endpoint that writes the document.</param>
    public static TBuilder HideDisabledFeatures<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(ApiDocument.Apply);
        return builder;
    }
}
