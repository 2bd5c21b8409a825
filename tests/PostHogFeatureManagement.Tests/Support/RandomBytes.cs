using System.Text;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Damages the bytes of a document as a broken proxy, disk or encoder would.</summary>
internal sealed class RandomBytes(Random random)
{
    private static readonly byte[][] Insertions =
    [
        "\\ud800"u8.ToArray(), "\\udc00\\ud800"u8.ToArray(), [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], "\0"u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(),
        ","u8.ToArray(), "}"u8.ToArray(), "]"u8.ToArray(), "null"u8.ToArray(), "\"key\":\"flag-0\","u8.ToArray(), "\"groups\":[],"u8.ToArray(), "1e999"u8.ToArray(), "-"u8.ToArray(),
        Encoding.ASCII.GetBytes(new string('[', 300)), Encoding.ASCII.GetBytes(new string('9', 400)),
    ];

    public byte[] Damage(byte[] document)
    {
        int at = random.Next(document.Length + 1);
        int length = Math.Min(random.Next(1, 40), document.Length - at);
        ReadOnlySpan<byte> head = document.AsSpan(0, at);
        ReadOnlySpan<byte> tail = document.AsSpan(at);
        switch (random.Next(5))
        {
            case 0:
                return head.ToArray();
            case 1:
                return [.. head, .. tail[length..]];
            case 2:
                return [.. head, .. tail[..length], .. tail];
            case 3 when length > 0:
                byte[] flipped = [.. document];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            default:
                return [.. head, .. random.Pick(Insertions), .. tail];
        }
    }
}
