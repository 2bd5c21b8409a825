namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>
/// Counts the steps of all searches of one call, so that no text can make a check slow. Steps, unlike time, are the same on every machine and under any load.
/// </summary>
internal struct SearchBudget
{
    /// <summary>The steps that the searches of one call may take together, beyond <see cref="FreeSteps"/>. They take a few milliseconds.</summary>
    public const int Steps = 500_000;

    /// <summary>The steps that each search may always take, so that ordinary searches do not depend on how many others the call has.</summary>
    public const int FreeSteps = 1_000;

    private int _spent;

    /// <summary>Returns the most steps that the next search may take.</summary>
    public readonly int Begin() => FreeSteps + Steps - _spent;

    public void End(int steps) => _spent = Math.Min(_spent + Math.Max(steps - FreeSteps, 0), Steps);
}
