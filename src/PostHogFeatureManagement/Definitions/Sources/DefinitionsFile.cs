using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>Reads a file with definitions. Reading never throws.</summary>
internal static class DefinitionsFile
{
    /// <summary>As large as the largest response of PostHog that is read, and some room for what is written around it.</summary>
    private const int MaxSize = 51 * 1024 * 1024;

    public static async Task<DefinitionsFileContent> ReadAsync(string path, ValueCipher cipher, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return new DefinitionsFileContent(null, Directory.Exists(path) ? "is a folder" : "does not exist") { IsMissing = true };
            }

            if (file.Length > MaxSize)
            {
                return new DefinitionsFileContent(null, "is larger than 50 MB");
            }

            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            bool isEncrypted = ValueCipher.IsEncrypted(bytes);
            if ((isEncrypted ? cipher.Decrypt(bytes) : bytes) is not { } plain)
            {
                return new DefinitionsFileContent(null, "cannot be decrypted: it is damaged, or this application does not have the Data Protection keys");
            }

            if (isEncrypted && !cipher.IsOn)
            {
                return new DefinitionsFileContent(null, "is encrypted, but Cache:Encrypt is false");
            }

            StoredDefinitions? definitions = DefinitionsFileFormat.Read(plain, out string? problem);
            return new DefinitionsFileContent(definitions, problem) { IsEncrypted = isEncrypted };
        }
        catch (UnauthorizedAccessException)
        {
            return new DefinitionsFileContent(null, "cannot be read by the user that this application runs as");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            // Messages name paths, which logs must not.
            return new DefinitionsFileContent(null, $"cannot be read ({exception.GetType().Name})");
        }
    }
}
