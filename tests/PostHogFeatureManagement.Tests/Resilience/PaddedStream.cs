using System.Text;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>A text followed by spaces up to a length, which are created on reading.</summary>
internal sealed class PaddedStream(string text, long length) : Stream
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Span<byte> target = buffer.AsSpan(offset, (int)Math.Min(count, length - _position));
        target.Fill((byte)' ');
        if (_position < _text.Length)
        {
            ReadOnlySpan<byte> rest = _text.AsSpan((int)_position);
            rest[..Math.Min(rest.Length, target.Length)].CopyTo(target);
        }

        _position += target.Length;
        return target.Length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
