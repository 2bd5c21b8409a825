using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Microsoft's own manager behind <see cref="PostHogFeatureManager"/>. A singleton manager is created at once. A scoped manager costs more than several checks,
/// so it is created when it is needed.
/// </summary>
internal sealed class MicrosoftsManager
{
    private readonly IServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private FeatureManager? _manager;

    public MicrosoftsManager(IServiceProvider services, bool isSingleton)
    {
        _services = services;
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _manager = isSingleton ? services.GetRequiredService<FeatureManager>() : null;
    }

    public FeatureManager Value => _manager ??= Resolve();

    private FeatureManager Resolve()
    {
        try
        {
            return _services.GetRequiredService<FeatureManager>();
        }
        catch (ObjectDisposedException)
        {
            // The work outlives its DI scope. Microsoft's manager, created when the scope began, would continue to answer.
            using IServiceScope scope = _scopes.CreateScope();
            return scope.ServiceProvider.GetRequiredService<FeatureManager>();
        }
    }
}
