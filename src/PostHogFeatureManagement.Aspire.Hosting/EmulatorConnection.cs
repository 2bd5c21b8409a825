using Aspire.Hosting.ApplicationModel;

namespace PostHogFeatureManagement.Aspire.Hosting;

/// <summary>The connection string of an emulator. Reading it waits until the emulator listens.</summary>
internal sealed class EmulatorConnection(string name) : IValueProvider, IManifestExpressionProvider
{
    private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ValueExpression => $"{{{name}.connectionString}}";

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => await _text.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

    public void Set(string text) => _text.TrySetResult(text);
}
