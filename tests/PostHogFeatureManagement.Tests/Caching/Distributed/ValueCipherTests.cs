using Microsoft.AspNetCore.DataProtection;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "SC-04")]
public sealed class ValueCipherTests : IDisposable
{
    private static readonly byte[] Value = "jane@example.com"u8.ToArray();

    private readonly RecordingLogger _logs = new();
    private readonly KeyFolder _keys = new();

    [Fact]
    public void Decrypt_OtherProcessWithTheKeys_GivesTheValue()
    {
        byte[] encrypted = Cipher().Encrypt(Value)!;

        Assert.True(ValueCipher.IsEncrypted(encrypted));
        Assert.Equal(-1, encrypted.AsSpan().IndexOf("jane"u8));
        Assert.Equal(Value, Cipher().Decrypt(encrypted));
    }

    [Fact]
    public void Decrypt_AfterNewKey_StillGivesTheValue()
    {
        byte[] encrypted = Cipher().Encrypt(Value)!;
        _keys.Rotate();

        ValueCipher later = Cipher();

        Assert.NotEqual(encrypted[4..20], later.Encrypt(Value)![4..20]);
        Assert.Equal(Value, later.Decrypt(encrypted));
    }

    [Fact]
    public void Decrypt_OtherKeysOrDamage_IsNull()
    {
        byte[] encrypted = Cipher().Encrypt(Value)!;
        using var others = new KeyFolder();

        Assert.Null(ValueCipher.Over(others.Open(), _logs.CreateLogger("x")).Decrypt(encrypted));
        Assert.Null(Cipher().Decrypt(encrypted[..30]));
        Assert.Null(Cipher().Decrypt([]));
        Assert.Null(Cipher().Decrypt(Value));
    }

    [Fact]
    public void None_AnyValue_IsLeftAsItIs()
    {
        Assert.False(ValueCipher.None.IsOn);
        Assert.Same(Value, ValueCipher.None.Encrypt(Value));
        Assert.Same(Value, ValueCipher.None.Decrypt(Value));
    }

    [Fact]
    public void EncryptAndDecrypt_KeysCannotBeUsed_AreNullAndOneError()
    {
        var cipher = ValueCipher.Over(new BrokenProtection(), _logs.CreateLogger("x"));

        Assert.Null(cipher.Encrypt(Value));
        Assert.Null(cipher.Encrypt(Value));
        Assert.Null(cipher.Decrypt(Value));

        Assert.Equal(1, _logs.CountOf(LogEvents.CacheEncryptionFailed));
    }

    public void Dispose() => _keys.Dispose();

    private ValueCipher Cipher() => ValueCipher.Over(_keys.Open(), _logs.CreateLogger("x"));

    private sealed class BrokenProtection : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new InvalidOperationException("no key ring");

        public byte[] Unprotect(byte[] protectedData) => throw new InvalidOperationException("no key ring");
    }
}
