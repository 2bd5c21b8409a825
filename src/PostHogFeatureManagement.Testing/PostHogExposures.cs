using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Testing;

/// <summary>The exposures of one test, in their order. Flag keys are compared without letter case. Thread-safe.</summary>
public sealed class PostHogExposures : IReadOnlyList<PostHogExposure>
{
    private readonly Lock _adding = new();
    private readonly HashSet<(string Flag, string? Value, string? DistinctId)> _known = [];
    private PostHogExposure[] _all = [];

    internal PostHogExposures()
    {
    }

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _all).Length;

    /// <inheritdoc/>
    public PostHogExposure this[int index] => Volatile.Read(ref _all)[index];

    /// <summary>There is exactly one exposure of the flag, and it has these values.</summary>
    /// <param name="flag">The flag's key.</param>
    /// <param name="variant">The value: <c>true</c>, <c>false</c> or a variant. Default: any.</param>
    /// <param name="distinctId">The caller; exposures of others are not looked at. Default: all callers.</param>
    /// <returns>The exposure.</returns>
    /// <exception cref="PostHogTestException">There is none, there are more, or it has another value.</exception>
    [SuppressMessage("Naming", "CA1720", Justification = "As in LINQ and in the assertions of test frameworks.")]
    public PostHogExposure Single(string flag, string? variant = null, string? distinctId = null)
    {
        ArgumentNullException.ThrowIfNull(flag);
        PostHogExposure[] found = [.. Of(flag).Where(exposure => distinctId is null || exposure.DistinctId == distinctId)];
        return found is [{ } single] && (variant is null || single.Value == variant)
            ? single
            : throw Failure($"one exposure of {Name(flag, variant, distinctId)}");
    }

    /// <summary>There is no exposure of the flag.</summary>
    /// <param name="flag">The flag's key.</param>
    /// <exception cref="PostHogTestException">There is one.</exception>
    public void None(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        if (Of(flag).Any())
        {
            throw Failure($"no exposure of {flag}");
        }
    }

    /// <summary>There are these exposures and no others, in any order, whoever the callers are.</summary>
    /// <param name="exposures">The flags and their values: <c>true</c>, <c>false</c> or a variant.</param>
    /// <exception cref="PostHogTestException">There are others.</exception>
    public void Exactly(params (string Flag, string Value)[] exposures)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        string[] expected = [.. exposures.Select(static exposure => Name(exposure.Flag, exposure.Value, null)).Order(StringComparer.OrdinalIgnoreCase)];
        string[] actual = [.. this.Select(static exposure => Name(exposure.Flag, exposure.Value, null)).Order(StringComparer.OrdinalIgnoreCase)];
        if (!expected.SequenceEqual(actual, StringComparer.OrdinalIgnoreCase))
        {
            throw Failure(expected.Length == 0 ? "no exposures" : string.Join(", ", expected));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<PostHogExposure> GetEnumerator() => ((IEnumerable<PostHogExposure>)Volatile.Read(ref _all)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(PostHogExposure exposure)
    {
        lock (_adding)
        {
            if (_known.Add((exposure.Flag, exposure.Value, exposure.DistinctId)))
            {
                Volatile.Write(ref _all, [.. _all, exposure]);
            }
        }
    }

    private static string Name(string flag, string? value, string? distinctId) =>
        $"{flag}{(value is null ? string.Empty : $"={value}")}{(distinctId is null ? string.Empty : $" for {distinctId}")}";

    private IEnumerable<PostHogExposure> Of(string flag) => this.Where(exposure => string.Equals(exposure.Flag, flag, StringComparison.OrdinalIgnoreCase));

    private PostHogTestException Failure(string expected)
    {
        string actual = Count == 0 ? "none" : string.Join(", ", this.Select(static exposure => Name(exposure.Flag, exposure.Value ?? "(no value)", exposure.DistinctId)));
        return new PostHogTestException($"Expected {expected}. The exposures of this test: {actual}.");
    }
}
