namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One request to a faulty PostHog.</summary>
/// <param name="PostHog">The receiver.</param>
/// <param name="Request">What was sent.</param>
/// <param name="IsForDefinitions">Whether it asks for definitions, or else for a caller's flags.</param>
/// <param name="Number">Its number, from 1, since PostHog behaves this way.</param>
internal sealed record FaultyCall(FaultyPostHog PostHog, HttpRequestMessage Request, bool IsForDefinitions, int Number)
{
    /// <summary>The normal answer of PostHog: the flag "headline" is on for everyone, with the current variant.</summary>
    public string GoodBody => IsForDefinitions
        ? $$"""{"flags":[{"id":1,"key":"headline","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":100}],"multivariate":{"variants":[{"key":"{{PostHog.Variant}}","rollout_percentage":100}]} } }]}"""
        : $$"""{"flags":{"headline":{"key":"headline","enabled":true,"variant":"{{PostHog.Variant}}","reason":{"code":"condition_match","condition_index":0},"metadata":{"id":1,"version":1,"payload":null} } },"errorsWhileComputingFlags":false,"requestId":"r-1"}""";
}
