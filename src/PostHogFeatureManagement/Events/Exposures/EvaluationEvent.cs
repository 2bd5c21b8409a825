using System.Collections;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>The state of a log event. Loggers read the attributes from it, with the names that OpenTelemetry gives them.</summary>
internal readonly struct EvaluationEvent(List<KeyValuePair<string, object?>> attributes) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => attributes.Count;

    public KeyValuePair<string, object?> this[int index] => attributes[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", attributes.Select(static attribute => $"{attribute.Key}={attribute.Value}"));
}
