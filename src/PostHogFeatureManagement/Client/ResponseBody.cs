using System.Buffers;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// A response body in pieces from the shared pool. It holds what has arrived and less than one piece more, whatever length the response claims, and a piece is
/// so small that the pool cannot come to keep much. Dispose it, and do not use its memory afterwards.
/// </summary>
internal sealed class ResponseBody : IDisposable
{
    private const int PieceSize = 64 * 1024;

    private readonly List<byte[]> _pieces = [];
    private int _length;

    /// <summary>Null when the body is larger than <paramref name="limit"/>, which counts decompressed bytes.</summary>
    public static async ValueTask<ResponseBody?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var body = new ResponseBody();
        bool isComplete = false;
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                isComplete = await body.FillAsync(stream, limit, cancellationToken).ConfigureAwait(false);
            }

            return isComplete ? body : null;
        }
        finally
        {
            if (!isComplete)
            {
                body.Dispose();
            }
        }
    }

    /// <summary>Returns the body in one part. It is copied if it takes more than one piece.</summary>
    public ReadOnlyMemory<byte> AsMemory() => _pieces is [byte[] only] ? only.AsMemory(0, _length) : ToArray();

    public byte[] ToArray()
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(_length);
        for (int i = 0; i < _pieces.Count; i++)
        {
            Piece(i).CopyTo(bytes.AsSpan(i * PieceSize));
        }

        return bytes;
    }

    public bool SequenceEqual(ReadOnlySpan<byte> bytes)
    {
        bool areEqual = bytes.Length == _length;
        for (int i = 0; areEqual && i < _pieces.Count; i++)
        {
            ReadOnlySpan<byte> piece = Piece(i);
            areEqual = piece.SequenceEqual(bytes.Slice(i * PieceSize, piece.Length));
        }

        return areEqual;
    }

    public void Dispose()
    {
        foreach (byte[] piece in _pieces)
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        _pieces.Clear();
        _length = 0;
    }

    private ReadOnlySpan<byte> Piece(int index) => _pieces[index].AsSpan(0, Math.Min(PieceSize, _length - (index * PieceSize)));

    private async ValueTask<bool> FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            int used = _length % PieceSize;
            if (_length == _pieces.Count * PieceSize)
            {
                _pieces.Add(ArrayPool<byte>.Shared.Rent(PieceSize));
            }

            int read = await stream.ReadAsync(_pieces[^1].AsMemory(used, PieceSize - used), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > limit)
            {
                return false;
            }
        }
    }
}
