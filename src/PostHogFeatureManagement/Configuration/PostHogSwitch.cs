using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Configuration;

/// <summary>
/// Whether PostHog is used at this moment. It begins with <see cref="PostHogFeatureManagementOptions.Enabled"/> and is the only place to ask, because the
/// setting is followed while the application runs (OP-05). Thread-safe.
/// </summary>
/// <param name="options">The settings of the start.</param>
internal sealed class PostHogSwitch(PostHogFeatureManagementOptions options)
{
    private readonly bool _servesWhenOff = options.Cache.ServeWhenDisabled;
    private readonly Lock _turning = new();
    private volatile SwitchPhase _phase = new(options.Enabled);

    /// <summary>The current phase. Work that must not outlast it keeps the phase that it began with.</summary>
    public SwitchPhase Phase => _phase;

    /// <summary>Whether anything may be sent.</summary>
    public bool IsOn => _phase.IsOn;

    /// <summary>Whether PostHog's answers are used: also those that are kept here, if <see cref="PostHogCacheOptions.ServeWhenDisabled"/> says so.</summary>
    public bool UsesAnswers => _phase.IsOn || _servesWhenOff;

    /// <returns>False when it was turned that way already.</returns>
    public bool Turn(bool on)
    {
        SwitchPhase before;
        lock (_turning)
        {
            before = _phase;
            if (before.IsOn == on)
            {
                return false;
            }

            _phase = new SwitchPhase(on);
        }

        before.End();
        return true;
    }

    /// <summary>Calls back after each turn, until the result is disposed.</summary>
    public IDisposable OnTurned(Action act) => ChangeToken.OnChange(() => new CancellationChangeToken(_phase.Ended), act);
}
