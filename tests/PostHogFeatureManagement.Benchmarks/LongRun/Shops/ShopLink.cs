using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Shops;

/// <summary>The driver's end of the connection to the startup hook of one instance.</summary>
internal sealed class ShopLink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;
    private StreamReader? _answers;
    private StreamWriter? _questions;

    public ShopLink() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<ShopFigures> AskAsync(CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            _client = await _listener.AcceptTcpClientAsync(cancellationToken);
            _answers = new StreamReader(_client.GetStream());
            _questions = new StreamWriter(_client.GetStream()) { AutoFlush = true };
        }

        await _questions!.WriteLineAsync("figures");
        return ShopFigures.Parse(await _answers!.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("An instance of the shop has ended."));
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }
}
