using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Microsoft.FeatureManagement alone over the same configuration. Gives the expected answers of configured flags.</summary>
internal sealed class Configured(string json, bool merge = false) : IDisposable
{
    private readonly ServiceProvider _services = Build(json, merge);

    public IVariantFeatureManager Features => _services.GetRequiredService<IVariantFeatureManager>();

    public void Dispose() => _services.Dispose();

    private static ServiceProvider Build(string json, bool merge)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
        services.Configure<ConfigurationFeatureDefinitionProviderOptions>(options => options.CustomConfigurationMergingEnabled = merge);
        services.AddFeatureManagement();
        return services.BuildServiceProvider();
    }
}
