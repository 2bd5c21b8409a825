using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>Begins to poll when a check looks for definitions before a host has started the poller. Disposing the services ends it.</summary>
/// <param name="services">The application's services.</param>
internal sealed class PollingWithoutHost(IServiceProvider services)
{
    // The check does not wait, and its request, caller and trace do not flow into the loop, which outlives it.
    public void Begin() => ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.BeginAsync(), this, preferLocal: false);

    private async Task BeginAsync()
    {
        try
        {
            await services.GetRequiredService<DefinitionsPoller>().BeginAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The application has ended.
        }
        catch (Exception exception)
        {
            services.GetRequiredService<ILogger<PollingWithoutHost>>().DefinitionsRefreshBroke(exception);
        }
    }
}
