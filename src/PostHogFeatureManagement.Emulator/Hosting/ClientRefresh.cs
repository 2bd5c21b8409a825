using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>Has the application that hosts the emulator ask for the flags as soon as they change, and not only at its next poll.</summary>
/// <param name="services">The application's services.</param>
internal sealed class ClientRefresh(IServiceProvider services)
{
    // The caller does not wait, and its request and trace do not flow into the poll.
    public void Begin() => ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RefreshAsync(), this, preferLocal: false);

    internal async Task RefreshAsync()
    {
        try
        {
            // An application that has not asked yet gets the change when it does. The emulator must not begin its polls.
            if (services.GetService<IPostHogDefinitions>() is { } definitions
                && definitions.Status is { ConfirmedAt: not null } or { LastFailureAt: not null })
            {
                await definitions.RefreshAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The application has ended, or it reports itself why it cannot poll. In any other case, the next poll brings the change.
        }
    }
}
