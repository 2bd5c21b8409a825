using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The <see cref="ITargetingContextAccessor"/> the application registered itself, if it did.</summary>
/// <param name="own">How it was registered; null when the application has none.</param>
/// <param name="root">The application's services.</param>
/// <param name="httpContextAccessor">The current request.</param>
internal sealed class ApplicationTargeting(OwnTargetingAccessor? own, IServiceProvider root, IHttpContextAccessor httpContextAccessor)
{
    private ITargetingContextAccessor? _single;

    public bool IsUsed => own is not null;

    /// <summary>Whether it is Microsoft's own, which reads the current request and breaks without one.</summary>
    public bool IsMicrosofts => own is { IsMicrosofts: true };

    /// <summary>Null when the application names nobody for this call, so that the next one to know is asked.</summary>
    public async ValueTask<TargetingContext?> GetContextAsync(ManagerServices scope)
    {
        HttpContext? httpContext = httpContextAccessor.HttpContext;
        if (IsMicrosofts && httpContext is null)
        {
            return null;
        }

        if (own!.IsSingleton)
        {
            _single ??= OwnTargetingAccessor.Find(root);
            return await _single.GetContextAsync().ConfigureAwait(false);
        }

        return (scope.Services ?? httpContext?.RequestServices) is { } services
            ? await OwnTargetingAccessor.Find(services).GetContextAsync().ConfigureAwait(false)
            : await GetFromOwnScopeAsync().ConfigureAwait(false);
    }

    private async ValueTask<TargetingContext?> GetFromOwnScopeAsync()
    {
        AsyncServiceScope scope = root.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await OwnTargetingAccessor.Find(scope.ServiceProvider).GetContextAsync().ConfigureAwait(false);
        }
    }
}
