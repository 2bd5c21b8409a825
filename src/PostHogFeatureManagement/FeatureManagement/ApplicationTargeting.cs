using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Asks the application's own <see cref="ITargetingContextAccessor"/> who the caller is. The container finds it for every question,
/// so it may be a singleton or scoped, and the application may register it before or after <c>AddPostHog()</c>.
/// </summary>
/// <param name="root">The application's services.</param>
/// <param name="httpContextAccessor">The current request.</param>
internal sealed class ApplicationTargeting(IServiceProvider root, IHttpContextAccessor httpContextAccessor)
{
    /// <summary>Whether the application has an accessor. Registrations do not change once the container is built, so the answer may be kept.</summary>
    /// <param name="root">The application's services.</param>
    public static bool IsRegistered(IServiceProvider root) =>
        root.GetService<IServiceProviderIsService>() is not { } registrations || registrations.IsService(typeof(ITargetingContextAccessor));

    /// <summary>Null when the application names no caller, so that the next source is asked.</summary>
    /// <param name="scope">Where the feature manager that asks gets its services.</param>
    public ValueTask<TargetingContext?> GetContextAsync(ManagerServices scope) =>
        TryFind(scope, out ITargetingContextAccessor? accessor) ? AskAsync(accessor) : AskInOwnScopeAsync();

    private bool TryFind(ManagerServices scope, out ITargetingContextAccessor? accessor)
    {
        try
        {
            IServiceProvider? services = scope.Services ?? httpContextAccessor.HttpContext?.RequestServices;
            accessor = services?.GetService<ITargetingContextAccessor>();
            return services is not null;
        }
        catch (ObjectDisposedException)
        {
            // The request or the scope has ended. Work that goes on after it is like work outside of requests.
            accessor = null;
            return false;
        }
    }

    private async ValueTask<TargetingContext?> AskInOwnScopeAsync()
    {
        AsyncServiceScope scope = root.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await AskAsync(scope.ServiceProvider.GetService<ITargetingContextAccessor>()).ConfigureAwait(false);
        }
    }

    private async ValueTask<TargetingContext?> AskAsync(ITargetingContextAccessor? accessor)
    {
        // Microsoft's default accessor breaks outside of requests. It takes the user's name for an id, which many tokens lack.
        bool isMicrosofts = accessor?.GetType().Assembly == typeof(FeatureGateAttribute).Assembly;
        if (accessor is null || (isMicrosofts && httpContextAccessor.HttpContext is null))
        {
            return null;
        }

        TargetingContext? context = await accessor.GetContextAsync().ConfigureAwait(false);
        return isMicrosofts && string.IsNullOrEmpty(context?.UserId) ? null : context;
    }
}
