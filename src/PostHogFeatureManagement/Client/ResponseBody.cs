using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client;

/// <summary>Reads a response body into a pooled buffer, up to a limit that counts decompressed bytes.</summary>
internal static class ResponseBody
{
    private const int InitialSize = 16 * 1024;

    /// <summary>Null when the body is larger than <paramref name="limit"/>. Dispose the buffer.</summary>
    public static async ValueTask<PooledBuffer?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var body = new PooledBuffer((int)(content.Headers.ContentLength ?? InitialSize) + 1);
        bool isComplete = false;
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                isComplete = await FillAsync(body, stream, limit, cancellationToken).ConfigureAwait(false);
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

    private static async ValueTask<bool> FillAsync(PooledBuffer body, Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            int read = await stream.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            body.Advance(read);
            if (body.Length > limit)
            {
                return false;
            }
        }
    }
}
