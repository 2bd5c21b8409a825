namespace PostHogFeatureManagement.Generators.Files;

internal sealed record TypedVariant(string Key, double Percentage, PayloadShape? Payload);
