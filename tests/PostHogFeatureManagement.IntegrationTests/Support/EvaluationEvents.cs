using System.Collections.Concurrent;
using System.Diagnostics;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Collects evaluation events of flags whose names start with a prefix, because concurrent tests publish others.</summary>
internal sealed class EvaluationEvents : IDisposable
{
    private readonly ConcurrentQueue<ActivityEvent> _events = new();
    private readonly ActivityListener _listener;

    public EvaluationEvents(string prefix)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Microsoft.FeatureManagement",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                foreach (ActivityEvent published in activity.Events.Where(published => (Tag(published, "FeatureName") as string)?.StartsWith(prefix, StringComparison.Ordinal) == true))
                {
                    _events.Enqueue(published);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<ActivityEvent> All => _events;

    public static object? Tag(ActivityEvent published, string name) => published.Tags.FirstOrDefault(tag => tag.Key == name).Value;

    /// <summary>Returns the events since the last call, each as its sorted tags <c>name=value</c>.</summary>
    public string[] Take()
    {
        var taken = new List<string>();
        while (_events.TryDequeue(out ActivityEvent published))
        {
            taken.Add(string.Join(' ', published.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)));
        }

        return [.. taken];
    }

    public void Dispose() => _listener.Dispose();
}
