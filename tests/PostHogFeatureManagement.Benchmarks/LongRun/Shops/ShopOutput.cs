using System.Collections.Concurrent;
using System.Text.Json;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Shops;

/// <summary>Reads what an instance writes: its log as JSON on the standard output, and what nobody has caught on the standard error.</summary>
internal sealed class ShopOutput
{
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentDictionary<string, int> _warnings = new();

    /// <summary>Where the instance listens.</summary>
    public Task<Uri> Address => _address.Task;

    /// <summary>Errors in the log and everything on the standard error.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>How often each warning was logged.</summary>
    public IReadOnlyDictionary<string, int> Warnings => _warnings;

    public void ReadError(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            _errors.Enqueue(line);
            _address.TrySetException(new InvalidOperationException(line));
        }
    }

    public void ReadLog(string? line)
    {
        if (line is null || !line.StartsWith('{'))
        {
            return;
        }

        using JsonDocument entry = JsonDocument.Parse(line);
        JsonElement root = entry.RootElement;
        switch (root.GetProperty("LogLevel").GetString())
        {
            case "Information" when root.GetProperty("State").TryGetProperty("address", out JsonElement address):
                _address.TrySetResult(new Uri(address.GetString()!));
                break;
            case "Warning":
                string warning = $"{root.GetProperty("EventId").GetInt32()} {ShortName(root.GetProperty("Category").GetString()!)}";
                _warnings.AddOrUpdate(warning, 1, static (_, count) => count + 1);
                break;
            case "Error" or "Critical":
                _errors.Enqueue(line);
                break;
            default:
                break;
        }
    }

    private static string ShortName(string category) => category[(category.LastIndexOf('.') + 1)..];
}
