using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Makes tokens that <see cref="OverrideToken"/> reads. Thread-safe.</summary>
internal sealed class PostHogOverrideTokens(
    OverrideKeys keys,
    [LibraryClock] TimeProvider time,
    IOptions<PostHogFeatureManagementOptions> options,
    IHostEnvironment? environment = null) : IPostHogOverrideTokens
{
    // Without it, the + of the type would be an escape sequence.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    public string Create(IEnumerable<KeyValuePair<string, string>> flags, string? distinctId = null, TimeSpan? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(flags);
        KeyValuePair<string, string>[] values = [.. flags];
        TimeSpan longest = options.Value.Overrides.MaxAge;
        TimeSpan wanted = lifetime ?? (longest < UsualLifetime ? longest : UsualLifetime);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, TimeSpan.FromSeconds(1), nameof(lifetime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, longest, nameof(lifetime));
        if (values.Length is 0 or > OverrideToken.FlagLimit || values.Any(static flag => string.IsNullOrEmpty(flag.Key) || string.IsNullOrEmpty(flag.Value)))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A token sets between one and {OverrideToken.FlagLimit} flags, each to true, false or a variant."), nameof(flags));
        }

        if (keys.NewestId is not { } keyId || environment is null)
        {
            throw new InvalidOperationException("There is no key to sign a token with. Set PostHog:Overrides:SigningKeys, or run the application in Development.");
        }

        string content = $"{Encode(json => WriteForm(json, keyId))}.{Encode(json => WriteClaims(json, values, distinctId, wanted))}";
        byte[] signature = HMACSHA256.HashData(keys.Find(keyId)!, Encoding.ASCII.GetBytes(content));
        string token = $"{content}.{Base64Url.EncodeToString(signature)}";
        return token.Length <= OverrideToken.LengthLimit ? token : throw new ArgumentException("The flags do not fit into a token. Set fewer of them.", nameof(flags));
    }

    private static void WriteForm(Utf8JsonWriter json, string keyId)
    {
        json.WriteString("alg", OverrideToken.Algorithm);
        json.WriteString("typ", OverrideToken.Type);
        json.WriteString("kid", keyId);
    }

    private void WriteClaims(Utf8JsonWriter json, KeyValuePair<string, string>[] flags, string? distinctId, TimeSpan lifetime)
    {
        DateTimeOffset now = time.GetUtcNow();
        json.WriteString("aud", environment!.ApplicationName);
        json.WriteString("env", environment.EnvironmentName);
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Guid.CreateVersion7(now).ToString("N"));
        if (distinctId is not null)
        {
            json.WriteString("sub", distinctId);
        }

        json.WriteStartObject("flags");
        foreach ((string name, string text) in flags)
        {
            FlagResult value = OverrideValue.Parse(text);
            if (value.Variant is { } variant)
            {
                json.WriteString(name, variant);
            }
            else
            {
                json.WriteBoolean(name, value.IsEnabled);
            }
        }

        json.WriteEndObject();
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(stream.ToArray());
    }
}
