using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PostHogFeatureManagement.Caching;

/// <summary>
/// Writes different lists of fields as different bytes. Each field is a mark and, if it has content, a length and UTF-8.
/// Pass it by reference and dispose it: it holds personal data, and disposing wipes it.
/// </summary>
internal ref struct CacheKeyBuilder(Span<byte> initialBuffer)
{
    private const byte NullMark = 0;
    private const byte TextMark = 1;
    private const byte FalseMark = 2;
    private const byte TrueMark = 3;

    private Span<byte> _buffer = initialBuffer;
    private byte[]? _rented;
    private int _length;

    public void Add(string? text)
    {
        if (text is null)
        {
            AddMark(NullMark);
            return;
        }

        // A lone surrogate becomes U+FFFD, as it does in the request. Values that are equal to PostHog have the same key.
        int start = Reserve(TextMark, Encoding.UTF8.GetMaxByteCount(text.Length));
        Commit(start, Encoding.UTF8.GetBytes(text, _buffer[start..]));
    }

    public void Add(bool value) => AddMark(value ? TrueMark : FalseMark);

    /// <summary>Adds a field with the caller's own mark. Marks below 16 belong to the builder.</summary>
    public void Add(byte mark, scoped ReadOnlySpan<byte> content)
    {
        int start = Reserve(mark, content.Length);
        content.CopyTo(_buffer[start..]);
        Commit(start, content.Length);
    }

    /// <summary>Adds a field without content.</summary>
    public void AddMark(byte mark)
    {
        Grow(1);
        _buffer[_length++] = mark;
    }

    public readonly CacheKey Build(CacheHasher hasher) => hasher.Hash(_buffer[.._length]);

    public void Dispose()
    {
        _buffer[.._length].Clear();
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        this = default;
    }

    private int Reserve(byte mark, int contentLength)
    {
        Grow(1 + sizeof(int) + contentLength);
        _buffer[_length] = mark;
        return _length + 1 + sizeof(int);
    }

    private void Commit(int start, int contentLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[(start - sizeof(int))..], contentLength);
        _length = start + contentLength;
    }

    private void Grow(int extra)
    {
        if (_buffer.Length - _length >= extra)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + extra)));
        Span<byte> used = _buffer[.._length];
        used.CopyTo(larger);
        used.Clear();
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
