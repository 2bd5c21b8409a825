using Microsoft.FeatureManagement;
using SampleWeb.Accounts;

namespace SampleWeb.Hosting;

internal static class ShopEmulator
{
    /// <summary>Adds a local PostHog that knows the shop's customers.</summary>
    public static void AddShopEmulator(this IFeatureManagementBuilder features, IConfiguration settings) =>
        features.AddPostHogEmulator(options =>
        {
            settings.Bind(options);
            foreach (Customer customer in Customers.All)
            {
                options.Persons[customer.Id] = customer.Properties;
            }
        });
}
