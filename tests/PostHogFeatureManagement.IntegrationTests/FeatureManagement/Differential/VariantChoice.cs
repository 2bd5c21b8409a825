using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>A service that is chosen by variant, or by state where there is no variant. Its name tells which was chosen.</summary>
internal class VariantChoice(string name)
{
    /// <summary>Every variant that a random flag can have.</summary>
    public static readonly string[] Variants = ["bold", "plain", "true", "Big", "Small", "Closed", OwnFeatures.VariantName];

    public string Name => name;

    public static void Add(IFeatureManagementBuilder features, string flag)
    {
        foreach (string variant in Variants)
        {
            features.Services.AddKeyedTransient(variant, (_, key) => new VariantChoice((string)key));
        }

        features.Services.AddTransient<VariantChoice, WhenOn>().AddTransient<VariantChoice, WhenOff>();
        features.WithVariantService<VariantChoice, WhenOn, WhenOff>(flag);
    }

    public sealed class WhenOn() : VariantChoice(nameof(WhenOn));

    public sealed class WhenOff() : VariantChoice(nameof(WhenOff));
}
