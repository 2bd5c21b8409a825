namespace PostHogFeatureManagement.Evaluation;

/// <summary>What a filter could ever say, for telling at load which flags can never be decided here.</summary>
/// <param name="CanBeNo">Some caller gets a definite no.</param>
/// <param name="CanBeYes">Some caller gets a definite yes.</param>
/// <param name="Obstacle">What keeps it from deciding, when something does.</param>
internal readonly record struct Possibilities(bool CanBeNo, bool CanBeYes, MatchResult Obstacle)
{
    public static Possibilities Any => new(CanBeNo: true, CanBeYes: true, MatchResult.Yes);

    public static Possibilities Only(MatchResult result) => new(result.IsNo, result.IsYes, result);
}
