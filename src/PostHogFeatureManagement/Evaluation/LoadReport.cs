namespace PostHogFeatureManagement.Evaluation;

/// <summary>One part of the definitions that is broken or needs the server. Names flags, properties and cohort IDs, never filter values.</summary>
/// <param name="FlagKey">The flag's key; null when the flag has no key or the problem does not belong to one flag.</param>
/// <param name="Problem">The kind of problem.</param>
/// <param name="Detail">A sentence that helps a person find the problem.</param>
internal sealed record LoadReport(string? FlagKey, LoadProblem Problem, string Detail);
