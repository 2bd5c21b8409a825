using System.Diagnostics;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>A fetch that waits for the test to end it.</summary>
internal sealed class PendingFetch(CancellationToken placeToken, CancellationToken token)
{
    private readonly TaskCompletionSource<FetchOutcome<string>> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken PlaceToken { get; } = placeToken;

    public CancellationToken Token { get; } = token;

    public bool FlowedExecutionContext { get; } = Ambient.Value is not null;

    public Activity? Trace { get; } = Activity.Current;

    public static AsyncLocal<string?> Ambient { get; } = new();

    public Task<FetchOutcome<string>> Task => _end.Task;

    public void Succeed(string value) => _end.SetResult(FetchOutcome<string>.Success(value));

    public void Fail() => _end.SetResult(FetchOutcome<string>.Failure());

    public void Throw(Exception exception) => _end.SetException(exception);
}
