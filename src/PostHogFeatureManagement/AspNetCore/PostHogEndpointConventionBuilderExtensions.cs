using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.AspNetCore.OpenApi;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Extension methods that gate endpoints of any kind.</summary>
public static class PostHogEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Opens the endpoint, or every endpoint in a group, only while all the features are enabled. Unlike <c>WithFeatureGate</c>, it adds endpoint metadata, so
    /// <c>UsePostHogGates()</c> can answer before authorization. A closed endpoint responds with the result chosen with <c>WithDisabledFeatureResult(…)</c>.
    /// When both a group and its endpoint have gates, all of them must be open.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="features">One or more features.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(RequirementType.All, negate: false, features);

    /// <summary>Opens the endpoint, or every endpoint in a group, only while all or any of the features are enabled.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirementType">Whether all or any of the features must be enabled.</param>
    /// <param name="features">One or more features.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, RequirementType requirementType, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(requirementType, negate: false, features);

    /// <summary>Opens the endpoint, or every endpoint in a group, only while all the features are enabled, or only while they are not.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="negate">Whether to open the endpoint only while not all the features are enabled.</param>
    /// <param name="features">One or more features.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, bool negate, params string[] features)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireFeature(RequirementType.All, negate, features);

    /// <summary>Opens the endpoint, or every endpoint in a group, only while the requirement on the features is met, or only while it is not.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirementType">Whether all or any of the features must be enabled.</param>
    /// <param name="negate">Whether to open the endpoint only while the requirement is not met.</param>
    /// <param name="features">One or more features.</param>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, RequirementType requirementType, bool negate, params string[] features)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var gate = new RequiredFeature(new FeatureGateAttribute(requirementType, negate, features));
        builder.Add(gate.Apply);
        return builder;
    }

    /// <summary>
    /// Removes endpoints whose features are disabled for the caller from an OpenAPI document: <c>app.MapOpenApi().HideDisabledFeatures()</c>. It works with any
    /// document endpoint that reads ASP.NET Core's API descriptions per request. Do not share a cached copy of such a document between callers.
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
