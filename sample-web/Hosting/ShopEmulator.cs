using Microsoft.FeatureManagement;
using PostHogFeatureManagement;
using SampleWeb.Accounts;

namespace SampleWeb.Hosting;

internal static class ShopEmulator
{
    /// <summary>Adds a local PostHog that knows the shop's customers. Pages load posthog-js from it, if npm has fetched that.</summary>
    public static void AddShopEmulator(this IFeatureManagementBuilder features, IConfiguration settings)
    {
        features.Services.AddOptions<PostHogFeatureManagementOptions>().PostConfigure<IHostEnvironment>((options, environment) =>
            options.Browser.LoadScript = Directory.Exists(Path.Combine(environment.ContentRootPath, settings["ScriptsFolder"] ?? string.Empty)));
        features.AddPostHogEmulator(options =>
        {
            settings.Bind(options);
            foreach (Customer customer in Customers.All)
            {
                options.Persons[customer.Id] = customer.Properties;
            }
        });
    }
}
