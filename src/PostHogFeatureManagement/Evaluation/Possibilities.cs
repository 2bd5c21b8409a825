namespace PostHogFeatureManagement.Evaluation;

/// <summary>The results a filter can ever have. At load, they show which flags this process can never decide.</summary>
/// <param name="CanBeNo">Whether some caller can get a definite no.</param>
/// <param name="CanBeYes">Whether some caller can get a definite yes.</param>
/// <param name="Obstacle">What prevents a decision; a decided result when nothing does.</param>
internal readonly record struct Possibilities(bool CanBeNo, bool CanBeYes, MatchResult Obstacle)
{
    public static Possibilities Any => new(CanBeNo: true, CanBeYes: true, MatchResult.Yes);

    public static Possibilities Only(MatchResult result) => new(result.IsNo, result.IsYes, result);
}
