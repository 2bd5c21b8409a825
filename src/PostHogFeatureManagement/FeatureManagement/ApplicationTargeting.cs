using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Asks the application's own <see cref="ITargetingContextAccessor"/> who the caller is. The accessor is resolved for each question,
/// so it can be a singleton or scoped, and the application can register it before or after <c>AddPostHog()</c>.
/// </summary>
/// <param name="root">The application's services.</param>
/// <param name="httpContextAccessor">The current request.</param>
internal sealed class ApplicationTargeting(IServiceProvider root, IHttpContextAccessor httpContextAccessor)
{
    /// <summary>Whether the application has an accessor. Registrations do not change after the container is built, so callers can keep the result.</summary>
    /// <param name="root">The application's services.</param>
    public static bool IsRegistered(IServiceProvider root) =>
        root.GetService<IServiceProviderIsService>() is not { } registrations || registrations.IsService(typeof(ITargetingContextAccessor));

    /// <summary>Null when the application names no caller. The next source is then asked.</summary>
    /// <param name="manager">The services of the feature manager that asks.</param>
    public ValueTask<TargetingContext?> GetContextAsync(ManagerServices manager) =>
        TryFind(manager, out ITargetingContextAccessor? accessor) ? AskAsync(accessor) : AskInOwnScopeAsync();

    private bool TryFind(ManagerServices manager, out ITargetingContextAccessor? accessor)
    {
        try
        {
            IServiceProvider? services = manager.Services ?? httpContextAccessor.HttpContext?.RequestServices;
            accessor = services?.GetService<ITargetingContextAccessor>();
            return services is not null;
        }
        catch (ObjectDisposedException)
        {
            // The request or the DI scope has ended. Work that outlives it is treated like work outside requests.
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
        // Microsoft's default accessor throws outside requests. It uses the user's name as the id, and many tokens have no name.
        bool isMicrosofts = accessor?.GetType().Assembly == typeof(FeatureGateAttribute).Assembly;
        if (accessor is null || (isMicrosofts && httpContextAccessor.HttpContext is null))
        {
            return null;
        }

        TargetingContext? context = await accessor.GetContextAsync().ConfigureAwait(false);
        return isMicrosofts && string.IsNullOrEmpty(context?.UserId) ? null : context;
    }
}
