namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The service scope a feature manager lives in, for what an application registered as scoped. Null when managers are singletons; the request's services are taken then.
/// </summary>
internal sealed record ManagerServices(IServiceProvider? Services)
{
    public static ManagerServices None { get; } = new((IServiceProvider?)null);
}
