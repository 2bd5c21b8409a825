using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>An application's own targeting context: the signed-in user; null when there is none.</summary>
internal sealed class SignedInUserAccessor(IHttpContextAccessor httpContextAccessor) : ITargetingContextAccessor
{
    public ValueTask<TargetingContext> GetContextAsync() =>
        new(httpContextAccessor.HttpContext?.User.FindFirst("sub")?.Value is { } id ? new TargetingContext { UserId = id } : null!);
}
