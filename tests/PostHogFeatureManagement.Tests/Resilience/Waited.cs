namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>An answer, and how far the clock had to move for it.</summary>
internal readonly record struct Waited<T>(T Answer, TimeSpan Time);
