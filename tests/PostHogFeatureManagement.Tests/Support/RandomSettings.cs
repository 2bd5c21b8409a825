namespace PostHogFeatureManagement.Tests.Support;

/// <summary>What an application binds a payload to.</summary>
internal sealed class RandomSettings
{
    public int Columns { get; set; } = 1;

    public string? Title { get; set; } = "default";

    public double? Ratio { get; set; }

    public bool On { get; set; }

    public int? Limit { get; set; } = 3;

    public IList<int>? List { get; set; }

    public Dictionary<string, string>? Map { get; set; }

    public RandomSettings? Inner { get; set; }
}
