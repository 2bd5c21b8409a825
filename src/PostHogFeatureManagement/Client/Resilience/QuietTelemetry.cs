using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Telemetry;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Joins the application's telemetry of Polly, if it has any. Results and exceptions are not passed on: the listener would log them as text, and they can contain
/// people and addresses.
/// </summary>
internal sealed class QuietTelemetry(TelemetryListener listener) : TelemetryListener
{
    /// <summary>The listener of pipelines that the application has registered with Polly's own package. Null when there is none.</summary>
    public static TelemetryListener? Of(IServiceProvider services) =>
        services.GetService<ResiliencePipelineBuilder>()?.TelemetryListener is { } listener ? new QuietTelemetry(listener) : null;

    public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args) =>
        listener.Write(new TelemetryEventArguments<TResult, TArgs>(args.Source, args.Event, args.Context, args.Arguments, outcome: null));
}
