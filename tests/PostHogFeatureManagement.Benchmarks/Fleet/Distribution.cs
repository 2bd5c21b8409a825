using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Times, sorted.</summary>
internal sealed class Distribution
{
    private readonly TimeSpan[] _sorted;

    public Distribution(IEnumerable<TimeSpan> times) => _sorted = [.. times.Order()];

    public TimeSpan Longest => At(1);

    public TimeSpan At(double share) => _sorted.Length == 0 ? TimeSpan.Zero : _sorted[(int)Math.Ceiling(share * (_sorted.Length - 1))];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At(0.5).TotalMilliseconds:0}, {At(0.95).TotalMilliseconds:0}, {Longest.TotalMilliseconds:0}");
}
