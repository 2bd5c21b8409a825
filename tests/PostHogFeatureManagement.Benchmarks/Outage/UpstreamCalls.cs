using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>
/// Counts the HTTP requests that this process sends with the runtime's metric, because a PostHog that refuses connections cannot count them. A client that
/// connects to the port receives the number.
/// </summary>
internal sealed class UpstreamCalls : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly TcpListener _questions = new(IPAddress.Loopback, 0);
    private long _count;

    public UpstreamCalls()
    {
        _meters.InstrumentPublished = static (instrument, meters) =>
        {
            if (instrument.Name == "http.client.active_requests")
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _count, Math.Max(change, 0)));
        _meters.Start();
        _questions.Start();
        _ = AnswerAsync();
    }

    public int Port => ((IPEndPoint)_questions.LocalEndpoint).Port;

    /// <summary>Returns the number that the process with this port has counted so far.</summary>
    public static async Task<long> AskAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        return long.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _questions.Dispose();
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            using TcpClient client = await _questions.AcceptTcpClientAsync();
            await using var writer = new StreamWriter(client.GetStream());
            await writer.WriteAsync(Interlocked.Read(ref _count).ToString(CultureInfo.InvariantCulture));
        }
    }
}
