using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace PostHogFeatureManagement.AspNetCore.OpenApi;

/// <summary>
/// The application's API descriptions. While a document endpoint with <c>HideDisabledFeatures()</c> answers, they exclude those that are closed for its caller.
/// An <see cref="IApiDescriptionProvider"/> could not exclude them, because its result is cached for all callers.
/// </summary>
internal sealed class CallerApiDescriptions(IApiDescriptionGroupCollectionProvider all, IHttpContextAccessor httpContextAccessor)
    : IApiDescriptionGroupCollectionProvider
{
    public ApiDescriptionGroupCollection ApiDescriptionGroups =>
        httpContextAccessor.HttpContext?.Features.Get<ClosedApis>() is { } closed
            ? closed.Exclude(all.ApiDescriptionGroups)
            : all.ApiDescriptionGroups;
}
