using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A folder with Data Protection keys, as instances share it.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void AddTo(IServiceCollection services) =>
        services.AddDataProtection().SetApplicationName("test").PersistKeysToFileSystem(new DirectoryInfo(_folder["keys"]));

    /// <summary>Data Protection as a process sees it that starts now.</summary>
    public IDataProtectionProvider Open() => Services().GetRequiredService<IDataProtectionProvider>();

    /// <summary>Makes a key that is used from now on, as happens every 90 days.</summary>
    public void Rotate() => Services().GetRequiredService<IKeyManager>().CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(365));

    public void Dispose() => _folder.Dispose();

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        AddTo(services);
        return services.BuildServiceProvider();
    }
}
