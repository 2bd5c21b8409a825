namespace PostHogFeatureManagement.Identity;

/// <summary>
/// The services of the DI scope that a feature manager lives in. They resolve what the application registered as scoped. Null when managers are singletons; the
/// request's services are then used instead.
/// </summary>
internal sealed record ManagerServices(IServiceProvider? Services)
{
    public static ManagerServices None { get; } = new((IServiceProvider?)null);
}
