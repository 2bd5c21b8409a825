using System.Collections.Concurrent;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>An application's own implementation of Microsoft's four interfaces, as a test would write a fake.</summary>
internal sealed class OwnFeatures(Func<string, bool> isOn) : IFeatureManagerSnapshot, IVariantFeatureManagerSnapshot
{
    public const string VariantName = "own";

    /// <summary>The names that it was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Task<bool> IsEnabledAsync(string feature) => Task.FromResult(Answer(feature));

    public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => Task.FromResult(Answer(feature));

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default) => new(Answer(feature));

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default) => new(Answer(feature));

    public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) => new(AnswerVariant(feature));

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) => new(AnswerVariant(feature));

    public IAsyncEnumerable<string> GetFeatureNamesAsync() => AsyncEnumerable.Empty<string>();

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<string>();

    private bool Answer(string feature)
    {
        Asked.Enqueue(feature);
        return isOn(feature);
    }

    private Variant AnswerVariant(string feature)
    {
        Asked.Enqueue(feature);
        return new Variant { Name = VariantName };
    }
}
