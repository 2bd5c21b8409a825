using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Describes a position in a document for people. Lines and positions count from 1; positions are in bytes.</summary>
internal static class JsonPosition
{
    public static string Of(JsonException exception) => Describe((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);

    public static string Of(ReadOnlySpan<byte> utf8Json, long offset)
    {
        ReadOnlySpan<byte> before = utf8Json[..(int)offset];
        return Describe(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    private static string Describe(long line, long position) =>
        string.Create(CultureInfo.InvariantCulture, $"at line {line}, position {position}");
}
