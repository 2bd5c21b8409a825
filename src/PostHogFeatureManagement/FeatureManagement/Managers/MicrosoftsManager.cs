using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Microsoft's own manager behind <see cref="PostHogFeatureManager"/>. A singleton is made at once; a scoped one, which costs more than several checks, when it is needed.
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
            // Work that outlives its scope. Microsoft's manager, made when the scope began, would go on answering.
            using IServiceScope scope = _scopes.CreateScope();
            return scope.ServiceProvider.GetRequiredService<FeatureManager>();
        }
    }
}
