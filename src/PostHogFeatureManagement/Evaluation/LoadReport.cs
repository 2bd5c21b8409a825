namespace PostHogFeatureManagement.Evaluation;

/// <summary>One thing that was broken in the definitions or needs the server. Names flags, properties and cohort ids, never filter values.</summary>
/// <param name="FlagKey">The flag concerned; null when it has no key or when the problem is not one flag's.</param>
/// <param name="Problem">What kind of problem it is.</param>
/// <param name="Detail">What a person needs to find it.</param>
internal sealed record LoadReport(string? FlagKey, LoadProblem Problem, string Detail);
