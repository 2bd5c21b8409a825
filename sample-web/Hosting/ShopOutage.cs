using PostHogFeatureManagement.Emulator;

namespace SampleWeb.Hosting;

/// <summary>The outage that is set on the emulator, here or on its page, in words.</summary>
public sealed record ShopOutage(string What, string Effect)
{
    public static ShopOutage? Of(PostHogEmulatorFaults faults)
    {
        string where = faults.Endpoint is { } endpoint ? $" on {endpoint}" : string.Empty;
        return faults switch
        {
            { Hang: true } => new($"PostHog hangs{where}.", "It accepts requests and never answers. The shop keeps working with the flags it has."),
            { Status: { } status } => new($"PostHog answers {status}{where}.", "The shop keeps working with the flags it has."),
            { QuotaExceeded: true } => new($"PostHog's quota is used up{where}.", "The shop keeps working with the flags it has."),
            { Latency.Ticks: > 0 } => new($"PostHog takes {faults.Latency.TotalSeconds:0.##} s longer{where}.", "No page waits for it."),
            _ when faults != PostHogEmulatorFaults.None => new($"PostHog has a fault{where}.", "The emulator's page says which."),
            _ => null,
        };
    }

    /// <summary>Maps an endpoint that tells the outage, with which an open page stays up to date.</summary>
    public static void Map(WebApplication app) =>
        app.MapGet(
            "/api/outage",
            (IServiceProvider services) => Results.Json(services.GetService<PostHogEmulator>() is { } emulator ? Of(emulator.Faults) : null));
}
