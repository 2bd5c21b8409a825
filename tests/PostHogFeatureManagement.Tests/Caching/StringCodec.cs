using System.Buffers;
using System.Text;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>Strings as UTF-8. Some cannot be written, and some make the codec throw.</summary>
internal sealed class StringCodec(byte formatVersion = 1) : ICacheCodec<string>
{
    public const string Unwritable = "unwritable";
    public const string Throwing = "throwing";

    public string Kind => "t";

    public byte FormatVersion => formatVersion;

    public bool TryWrite(string value, IBufferWriter<byte> target)
    {
        if (value == Throwing)
        {
            throw new InvalidOperationException();
        }

        target.Write(Encoding.UTF8.GetBytes(value));
        return value != Unwritable;
    }

    public ValueTask<string?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(body.Span);
        return text == "unreadable" ? throw new InvalidOperationException() : new ValueTask<string?>(text);
    }
}
