using System.Globalization;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>Reads points in time as RFC 3339 writes them, with an offset.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK"];

    /// <summary>The point in time. Null if the text is not one.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        bool hasOffset = text is not null && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length);
        return hasOffset && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time)
            ? time
            : null;
    }
}
