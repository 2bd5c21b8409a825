using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>
/// The format of exported definitions and of the last-good file: one JSON document that holds the definitions byte for byte as PostHog sent them, their SHA-256
/// and what is known about them. A body of PostHog's feed is read as well. Reading never throws.
/// </summary>
internal static class DefinitionsFileFormat
{
    private const int Version = 1;
    private const int MaxDepth = 300;

    /// <summary>Tells projects apart without naming them. The token is unique; a host can have several addresses.</summary>
    public static string ProjectOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..32];

    public static async Task WriteAsync(Stream destination, StoredDefinitions definitions, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = Document(definitions.Content.Body);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
            "format": {{Version}},
            "project": {{Text(definitions.Project)}},
            "generation": {{definitions.Generation}},
            "fetchedAt": {{Text(definitions.Content.FetchedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}},
            "etag": {{Text(definitions.Content.ETag)}},
            "sha256": {{Text(DefinitionsContent.HashOf(body))}},
            "definitions": 
            """);
        await destination.WriteAsync(Encoding.UTF8.GetBytes(head.ReplaceLineEndings("\n")), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync("\n}\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    /// <param name="file">The bytes of the file.</param>
    /// <param name="problem">Why it cannot be used. A sentence about "it".</param>
    public static StoredDefinitions? Read(ReadOnlyMemory<byte> file, out string? problem)
    {
        ReadOnlyMemory<byte> document = Document(file);
        if (document.IsEmpty)
        {
            problem = "is empty";
            return null;
        }

        try
        {
            return Read(document, Scan(document.Span), out problem);
        }
        catch (JsonException exception)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"is not JSON at line {exception.LineNumber + 1}, so it may be cut off");
            return null;
        }
    }

    private static StoredDefinitions? Read(ReadOnlyMemory<byte> document, Head head, out string? problem)
    {
        problem = null;
        if (head.HasFlags)
        {
            return new StoredDefinitions(DefinitionsContent.Of(document, etag: null, fetchedAt: null), Generation: 0, Project: null);
        }

        if (head.Body is not { } range)
        {
            problem = "has neither a member 'definitions', as an export, nor a member 'flags', as a response of PostHog";
            return null;
        }

        if (head.Format != Version)
        {
            problem = "has another format. It was written by another version of this library";
            return null;
        }

        DefinitionsContent content = DefinitionsContent.Of(document[range], head.ETag, head.FetchedAt);
        if (!string.Equals(content.Hash, head.Hash, StringComparison.OrdinalIgnoreCase))
        {
            problem = "was changed after it was written: its definitions do not have the SHA-256 that it states. To use edited definitions, keep only the value of "
                + "its member 'definitions'";
            return null;
        }

        long generation = head.Generation is >= 0 and <= CopyOrder.HighestGeneration ? head.Generation : 0;
        return new StoredDefinitions(content, generation, head.Project);
    }

    private static Head Scan(ReadOnlySpan<byte> document)
    {
        var head = new Head();
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        while (reader.Read() && isObject && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = LenientJson.TextOrNull(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            string? text = reader.TokenType == JsonTokenType.String ? LenientJson.TextOrNull(ref reader) : null;
            long number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long integer) ? integer : 0;
            reader.Skip();
            head = name switch
            {
                "flags" => head with { HasFlags = true },
                "format" => head with { Format = number },
                "project" => head with { Project = text },
                "generation" => head with { Generation = number },
                "fetchedAt" => head with { FetchedAt = Time(text) },
                "etag" => head with { ETag = text },
                "sha256" => head with { Hash = text },
                "definitions" => head with { Body = start..(int)reader.BytesConsumed },
                _ => head,
            };
        }

        // Read to the end, so that anything after the object causes an error.
        while (reader.Read())
        {
        }

        return head;
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static ReadOnlyMemory<byte> Document(ReadOnlyMemory<byte> bytes) => LenientJson.WithoutMark(bytes).Trim(" \t\r\n"u8);

    private static string Text(string? text) => text is null ? "null" : $"\"{JsonEncodedText.Encode(text)}\"";

    private readonly record struct Head(
        bool HasFlags, long Format, string? Project, long Generation, DateTimeOffset? FetchedAt, string? ETag, string? Hash, Range? Body);
}
