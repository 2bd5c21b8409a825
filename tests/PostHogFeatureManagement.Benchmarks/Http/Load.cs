using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>Several connections to one application that request one path for users in rotation, as fast as the application answers.</summary>
internal sealed class Load : IDisposable
{
    private readonly GateProcess _app;
    private readonly HttpConnection[] _connections;
    private readonly byte[][] _requests;
    private int _next;

    private Load(GateProcess app, HttpConnection[] connections, byte[][] requests)
    {
        _app = app;
        _connections = connections;
        _requests = requests;
    }

    public static Task<Load> OpenAsync(GateProcess app, string path, int connections, int users) => OpenAsync(app, app.Address, path, connections, users);

    public static async Task<Load> OpenAsync(GateProcess app, Uri address, string path, int connections, int users)
    {
        var opened = new HttpConnection[connections];
        for (int i = 0; i < connections; i++)
        {
            opened[i] = new HttpConnection();
            await opened[i].OpenAsync(address);
        }

        return new Load(app, opened, [.. Enumerable.Range(0, users).Select(user => HttpConnection.Get(path, $"user-{user}"))]);
    }

    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        TimeSpan app = _app.ProcessorTime;
        TimeSpan driver = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        var latencies = new List<long>[_connections.Length];
        int[] failures = await Task.WhenAll(_connections.Select((connection, index) => Task.Run(() => RunAsync(connection, latencies[index] = new List<long>(65_536), start, duration))));
        return LoadResult.Of(latencies, Stopwatch.GetElapsedTime(start), failures.Sum(), _app.ProcessorTime - app, Environment.CpuUsage.TotalTime - driver);
    }

    public void Dispose()
    {
        foreach (HttpConnection connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task<int> RunAsync(HttpConnection connection, List<long> latencies, long start, TimeSpan duration)
    {
        int failures = 0;
        long before = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start, before) < duration)
        {
            int user = (Interlocked.Increment(ref _next) & int.MaxValue) % _requests.Length;
            failures += await connection.RequestAsync(_requests[user]) == 200 ? 0 : 1;
            long after = Stopwatch.GetTimestamp();
            latencies.Add(Stopwatch.GetElapsedTime(before, after).Ticks);
            before = after;
        }

        return failures;
    }
}
