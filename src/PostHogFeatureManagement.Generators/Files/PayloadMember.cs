namespace PostHogFeatureManagement.Generators.Files;

internal sealed record PayloadMember(string Name, PayloadShape Shape);
