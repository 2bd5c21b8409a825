using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Redis;

/// <summary>
/// A real redis-server on a port of its own. It stores nothing on disk and stops with the test, or at the latest with the test run.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _program = Installed.Require("redis-server");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-test-");
    private readonly ReservedPort _port = new();
    private Process? _process;
    private ChildGuard? _guard;

    public int Port => _port.Number;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},connectTimeout=1000,syncTimeout=30000");

    /// <summary>A connection of the library's own.</summary>
    public RedisConnection Connect(string instanceName = "") => Connect(ConnectionString, instanceName);

    public static RedisConnection Connect(string connectionString, string instanceName)
    {
        var source = RedisSource.Own(RedisSettings.Parse(connectionString), instanceName);
        return new RedisConnection(source, new ServiceCollection().BuildServiceProvider(), NullLogger<RedisConnection>.Instance);
    }

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts an empty server on the same port.</summary>
    public async Task StartAgainAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Only Linux lets Redis listen on a port that another socket has.
            _port.Dispose();
        }

        _process = Process.Start(new ProcessStartInfo(_program)
        {
            ArgumentList = { "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.FullName, "--loglevel", "warning" },
            RedirectStandardOutput = true,
        })!;
        _guard = new ChildGuard(_process);
        await Eventually.TrueAsync(async () => _process.HasExited || await IsReadyAsync());
        Assert.False(_process.HasExited, "redis-server does not start.");
    }

    public async Task KillAsync()
    {
        _guard!.Dispose();
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Suspends the process: connections stay open, and nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    /// <summary>Sends a command and returns the first line of the response.</summary>
    public async Task<string> CommandAsync(params string[] parts)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using NetworkStream stream = client.GetStream();
        var command = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{parts.Length}\r\n");
        foreach (string part in parts)
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()));
        using var reader = new StreamReader(stream);
        string line = await reader.ReadLineAsync() ?? string.Empty;
        return line.StartsWith('$') && line != "$-1" ? await reader.ReadLineAsync() ?? string.Empty : line;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
            _process.Dispose();
        }

        _port.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return await CommandAsync("PING") == "+PONG";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}
