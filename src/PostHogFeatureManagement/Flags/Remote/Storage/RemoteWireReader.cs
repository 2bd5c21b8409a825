using System.Text;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Reads the format of <see cref="RemoteWireWriter"/> from bytes that may be anything. After reading past the end, or an invalid number, it has failed and
/// stays failed.
/// </summary>
internal ref struct RemoteWireReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public bool HasFailed { get; private set; }

    public readonly bool IsAtEnd => !HasFailed && _rest.IsEmpty;

    public byte ReadByte()
    {
        if (_rest.IsEmpty)
        {
            return (byte)Fail();
        }

        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong ReadNumber()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        return Fail();
    }

    public long ReadSigned()
    {
        ulong value = ReadNumber();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads the number of items that take at least a byte each, so a forged number cannot claim more memory than there is data.</summary>
    public int ReadCount()
    {
        ulong value = ReadNumber();
        return value <= (ulong)_rest.Length ? (int)value : (int)Fail();
    }

    public ReadOnlySpan<byte> ReadUtf8() => ReadBytes(ReadCount());

    public string ReadText() => Encoding.UTF8.GetString(ReadUtf8());

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length > _rest.Length)
        {
            Fail();
            return default;
        }

        ReadOnlySpan<byte> bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    /// <summary>What was read cannot be used.</summary>
    public void Reject() => Fail();

    private ulong Fail()
    {
        HasFailed = true;
        _rest = default;
        return 0;
    }
}
