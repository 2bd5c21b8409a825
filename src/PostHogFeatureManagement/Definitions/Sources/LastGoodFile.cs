using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>
/// Keeps the last good definitions in a file. It writes on its own thread, so that a slow disk delays no flag; the newest definitions win. The file is replaced as
/// a whole, so a reader never sees half of it.
/// </summary>
/// <param name="path">The full path.</param>
/// <param name="setting">The path of the setting that names the file.</param>
/// <param name="project">The project that the definitions belong to.</param>
/// <param name="cipher">What encrypts the file.</param>
/// <param name="logger">Where trouble is reported.</param>
internal sealed class LastGoodFile(string path, string setting, string project, ValueCipher cipher, ILogger logger)
{
    private readonly Lock _changing = new();
    private DefinitionsSnapshot? _next;
    private Task _writing = Task.CompletedTask;
    private volatile string? _writtenHash;
    private bool _hasFailed;

    /// <summary>Completes when everything is written that was to be.</summary>
    public Task Written
    {
        get
        {
            lock (_changing)
            {
                return _writing;
            }
        }
    }

    /// <summary>What the file holds, or why it cannot be used.</summary>
    public async Task<DefinitionsFileContent> ReadAsync(CancellationToken cancellationToken)
    {
        DefinitionsFileContent content = await DefinitionsFile.ReadAsync(path, cipher, cancellationToken).ConfigureAwait(false);

        // A file from before encryption was switched on is written again.
        _writtenHash = content.IsEncrypted == cipher.IsOn ? content.Definitions?.Content.Hash : null;
        return content;
    }

    /// <summary>Writes later, if PostHog has sent others than those in the file. Returns at once. A write that failed is tried again at the next call.</summary>
    public void Keep(DefinitionsSnapshot? definitions)
    {
        if (definitions is null || definitions.IsFromFile || definitions.Content.Hash == _writtenHash)
        {
            return;
        }

        lock (_changing)
        {
            _next = definitions;
            if (_writing.IsCompleted)
            {
                _writing = Task.Run(WriteAllAsync);
            }
        }
    }

    private async Task WriteAllAsync()
    {
        while (TakeNext() is { } definitions)
        {
            await WriteAsync(definitions).ConfigureAwait(false);
        }
    }

    private DefinitionsSnapshot? TakeNext()
    {
        lock (_changing)
        {
            DefinitionsSnapshot? next = _next;
            _next = null;
            if (next is null)
            {
                // A change from now on starts another task, although this one has not quite ended.
                _writing = Task.CompletedTask;
            }

            return next;
        }
    }

    private async Task WriteAsync(DefinitionsSnapshot definitions)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            byte[] bytes = await ContentAsync(new StoredDefinitions(definitions.Content, definitions.Generation, project)).ConfigureAwait(false);
            FileStream stream = new(temporary, NewFile());
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            _writtenHash = definitions.Content.Hash;
            _hasFailed = false;
        }
        catch (Exception exception)
        {
            Delete(temporary);
            if (!_hasFailed)
            {
                _hasFailed = true;
                logger.LastGoodFileNotWritten(setting, exception.GetType().Name);
            }
        }
    }

    private async Task<byte[]> ContentAsync(StoredDefinitions definitions)
    {
        using var content = new MemoryStream();
        await DefinitionsFileFormat.WriteAsync(content, definitions, CancellationToken.None).ConfigureAwait(false);
        return cipher.Encrypt(content.ToArray()) ?? throw new CryptographicException();
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot always be deleted either.
        }
    }
}
