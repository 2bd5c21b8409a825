using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Asks a service of the application. The service is resolved for each question, so it can be a singleton or scoped, and the application can register it before
/// or after <c>AddPostHog()</c>.
/// </summary>
/// <param name="root">The application's services.</param>
internal sealed class ApplicationServices(IServiceProvider root)
{
    private static readonly AsyncLocal<bool> Asking = new();

    /// <summary>Whether this flow is inside a service that is being asked. If it checks a flag itself, it must not be asked who is asking.</summary>
    public static bool IsAsking => Asking.Value;

    /// <summary>Whether the application has the service. Registrations do not change after the container is built, so callers can keep the result.</summary>
    public bool Has<TService>() =>
        root.GetService<IServiceProviderIsService>() is not { } registrations || registrations.IsService(typeof(TService));

    /// <summary>Null when the application does not have the service.</summary>
    /// <param name="scope">Where the service is resolved. Null, or a scope that has ended, means a new scope.</param>
    /// <param name="ask">Asks the service.</param>
    public async ValueTask<TAnswer?> AskAsync<TService, TAnswer>(IServiceProvider? scope, Func<TService, ValueTask<TAnswer>> ask)
        where TService : class
        where TAnswer : class?
    {
        Asking.Value = true;
        if (TryFind(scope, out TService? service))
        {
            return service is null ? null : await ask(service).ConfigureAwait(false);
        }

        AsyncServiceScope own = root.CreateAsyncScope();
        await using (own.ConfigureAwait(false))
        {
            return own.ServiceProvider.GetService<TService>() is { } found ? await ask(found).ConfigureAwait(false) : null;
        }
    }

    private static bool TryFind<TService>(IServiceProvider? scope, out TService? service)
        where TService : class
    {
        try
        {
            service = scope?.GetService<TService>();
            return scope is not null;
        }
        catch (ObjectDisposedException)
        {
            // The request or the DI scope has ended. Work that outlives it is treated like work outside requests.
            service = null;
            return false;
        }
    }
}
