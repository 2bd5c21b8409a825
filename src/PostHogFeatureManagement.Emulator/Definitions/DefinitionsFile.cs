using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Keeps the store in sync with a file. File system notifications make this fast, and a check once a second makes it reliable: notifications get lost in
/// containers, on network drives and when the file is replaced. Only a change of the content counts. A file may begin empty, but not become empty.
/// </summary>
internal sealed class DefinitionsFile : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly DefinitionsStore _store;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly FileSystemWatcher? _watcher;
    private byte[] _content;
    private string? _suspicion;

    /// <exception cref="PostHogEmulatorException">The file cannot be read or used.</exception>
    public DefinitionsFile(string path, DefinitionsStore store, TimeProvider timeProvider, ILogger logger)
    {
        _path = path;
        _store = store;
        _logger = logger;
        _content = ReadFirst(path);
        if (store.TryReplace(_content) is { } problem)
        {
            throw new PostHogEmulatorException($"The PostHog emulator's definitions file {path} {problem}");
        }

        Tell();
        _timer = timeProvider.CreateTimer(static state => ((DefinitionsFile)state!).Look(), this, LookEvery, LookEvery);
        _watcher = Watch();
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _timer.Dispose();
    }

    internal void Look()
    {
        lock (_lock)
        {
            byte[]? content = TryRead(out string? problem);
            if (content is { Length: 0 } && _content.Length > 0)
            {
                problem = "is empty.";
            }
            else if (content is not null && !content.AsSpan().SequenceEqual(_content))
            {
                problem = _store.TryReplace(content);
                if (problem is null)
                {
                    _content = content;
                    _store.Problem = null;
                    _logger.DefinitionsReloaded(_path, _store.Current.Flags.Count);
                    Tell();
                }
            }
            else if (content is not null)
            {
                _store.Problem = null;
            }

            Report(problem);
        }
    }

    /// <summary>Reports a problem only when it is seen twice, because the file is empty or missing for a moment while an editor saves it.</summary>
    private void Report(string? problem)
    {
        string? message = problem is null ? null : $"The definitions file {_path} {problem}";
        if (message is not null && message != _suspicion)
        {
            _timer.Change(SettleTime, LookEvery);
        }
        else if (message is not null && _store.Problem != message)
        {
            _store.Problem = message;
            _logger.DefinitionsBroken(_path, problem!.TrimEnd('.'));
        }

        _suspicion = message;
    }

    private void Tell()
    {
        foreach ((string flagKey, string advice) in _store.Current.Advice())
        {
            _logger.DefinitionDoubtful(flagKey, _path, advice.TrimEnd('.'));
        }
    }

    private static byte[] ReadFirst(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read";
            throw new PostHogEmulatorException(
                $"The PostHog emulator's definitions file {path} {reason}. "
                + $"Set {nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.DefinitionsFile)} "
                + "to a file in the format of PostHog's /flags/definitions.",
                exception);
        }
    }

    private byte[]? TryRead(out string? problem)
    {
        try
        {
            problem = null;
            return File.ReadAllBytes(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception is FileNotFoundException or DirectoryNotFoundException ? "no longer exists." : "cannot be read.";
            return null;
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
            watcher.Changed += OnNotice;
            watcher.Created += OnNotice;
            watcher.Renamed += OnNotice;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private void OnNotice(object sender, FileSystemEventArgs change) => _timer.Change(SettleTime, LookEvery);
}
