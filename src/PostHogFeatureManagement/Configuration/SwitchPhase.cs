using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Configuration;

/// <summary>A time during which PostHog stays switched on or off. Compare phases by reference: two of them are never the same time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has neither a timer nor a parent.")]
internal sealed class SwitchPhase(bool isOn)
{
    private readonly CancellationTokenSource _ended = new();

    public bool IsOn => isOn;

    /// <summary>Cancelled when the switch is turned.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Limits work to this phase.</summary>
    /// <param name="cancellationToken">Ends the work earlier.</param>
    public CancellationTokenSource Limit(CancellationToken cancellationToken) => CancellationTokenSource.CreateLinkedTokenSource(Ended, cancellationToken);

    public void End() => _ended.Cancel();
}
