using Microsoft.FeatureManagement;
using SampleWeb.Accounts;

namespace SampleWeb.Hosting;

internal static class ShopEmulator
{
    /// <summary>A PostHog of our own, which knows our customers as PostHog would.</summary>
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
