using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace PostHogFeatureManagement.AspNetCore.OpenApi;

/// <summary>
/// The application's API descriptions; while a document endpoint with <c>HideDisabledFeatures()</c> answers, without those closed for its caller.
/// They are left out here and not in an <see cref="IApiDescriptionProvider"/>, whose work is kept for all callers.
/// </summary>
internal sealed class CallerApiDescriptions(IApiDescriptionGroupCollectionProvider all, IHttpContextAccessor httpContextAccessor) : IApiDescriptionGroupCollectionProvider
{
    public ApiDescriptionGroupCollection ApiDescriptionGroups =>
        httpContextAccessor.HttpContext?.Features.Get<ClosedApis>() is { } closed
            ? closed.LeaveOut(all.ApiDescriptionGroups)
            : all.ApiDescriptionGroups;
}
