using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Encrypts what leaves the process for a cache or a file, with Data Protection, when <c>Cache:Encrypt</c> is set. A value that was encrypted with an older key of
/// the same key ring can be read, so new keys cost nothing. Nothing throws. Thread-safe.
/// </summary>
internal sealed class ValueCipher
{
    /// <summary>With another purpose, nothing that was encrypted could be read.</summary>
    public const string Purpose = "PostHogFeatureManagement.Cache";

    /// <summary>Leaves everything as it is.</summary>
    public static readonly ValueCipher None = new(protector: null, static _ => { });

    private readonly IDataProtector? _protector;
    private readonly Action<Exception> _failed;
    private int _hasFailed;

    private ValueCipher(IDataProtector? protector, Action<Exception> failed) => (_protector, _failed) = (protector, failed);

    public static ValueCipher Over(IDataProtectionProvider protection, ILogger logger) =>
        new(protection.CreateProtector(Purpose), logger.CacheEncryptionFailed);

    public bool IsOn => _protector is not null;

    /// <summary>Data Protection begins everything that it writes with these bytes. No JSON document and no format of this library does.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> value) => value.StartsWith((ReadOnlySpan<byte>)[0x09, 0xF0, 0xC9, 0xF0]);

    /// <summary>Null when the keys cannot be used. Such a value must not be written.</summary>
    public byte[]? Encrypt(byte[] value)
    {
        if (_protector is null)
        {
            return value;
        }

        try
        {
            return _protector.Protect(value);
        }
        catch (Exception exception)
        {
            // Without a key ring nothing can be shared, and that does not change from call to call.
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                _failed(exception);
            }

            return null;
        }
    }

    /// <summary>Null when the value was not encrypted with a key that this application has.</summary>
    public byte[]? Decrypt(byte[] value)
    {
        if (_protector is null)
        {
            return value;
        }

        try
        {
            return _protector.Unprotect(value);
        }
        catch (Exception)
        {
            // A cryptographic exception, unless Data Protection is the application's own.
            return null;
        }
    }
}
