using System.Buffers;
using System.Globalization;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Builds text in the caller's buffer and moves to a pooled buffer only when the text outgrows it. Must be disposed.</summary>
internal ref struct TextBuilder(Span<char> initial)
{
    private const int MaxFormattedLength = 64;

    private Span<char> _chars = initial;
    private char[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Written => _chars[..Length];

    public void Append(char value) => Reserve(1)[0] = value;

    public void Append(scoped ReadOnlySpan<char> value) => value.CopyTo(Reserve(value.Length));

    public void Append(char value, int count) => Reserve(count).Fill(value);

    public void AppendFormatted<T>(T value, scoped ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        EnsureRoom(MaxFormattedLength);
        int written;
        while (!value.TryFormat(_chars[Length..], out written, format, CultureInfo.InvariantCulture))
        {
            EnsureRoom(_chars.Length);
        }

        Length += written;
    }

    /// <summary>Reserves room for a number of characters, which count as written.</summary>
    public Span<char> Reserve(int count)
    {
        EnsureRoom(count);
        Span<char> room = _chars.Slice(Length, count);
        Length += count;
        return room;
    }

    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void EnsureRoom(int count)
    {
        if (_chars.Length - Length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(Length + count, _chars.Length * 2));
        Written.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }

        _chars = _rented = larger;
    }
}
