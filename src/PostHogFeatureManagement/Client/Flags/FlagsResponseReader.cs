using System.Text.Json;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>
/// Reads a 200 response of <c>/flags</c> in every shape PostHog has had (protocol §2.4, §2.5). It never throws: an unreadable body is
/// <see cref="WireFailure.Unreadable"/>, and an unreadable record affects only its own flag.
/// </summary>
internal static class FlagsResponseReader
{
    public static WireAnswer<FlagsResponse> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(LenientJson.WithoutMark(body));
            return ReadRoot(document.RootElement);
        }
        catch (JsonException)
        {
            return new(null, WireFailure.Unreadable);
        }
    }

    private static WireAnswer<FlagsResponse> ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(null, WireFailure.Unreadable);
        }

        if (IsQuotaLimited(root.Member("quotaLimited"u8)))
        {
            return new(null, WireFailure.QuotaLimited);
        }

        var flags = new Dictionary<string, RemoteFlag>(StringComparer.Ordinal);
        var failed = new List<string>();
        var malformedPayloads = new List<string>();
        if (!TryReadFlags(root, flags, failed, malformedPayloads))
        {
            return new(null, WireFailure.Unreadable);
        }

        JsonElement errors = root.Member("errorsWhileComputingFlags"u8);
        var response = new FlagsResponse
        {
            Flags = flags,
            FailedFlags = failed,
            MalformedPayloads = malformedPayloads,
            HasErrors = !errors.IsMissing() && errors.ValueKind != JsonValueKind.False,
            RequestId = root.Member("requestId"u8).Text(),
            EvaluatedAt = root.Member("evaluatedAt"u8).Integer(),
            MinimalFlagCalledEvents = root.Member("minimalFlagCalledEvents"u8).IsTrue(),
        };
        return new(response, WireFailure.None);
    }

    private static bool TryReadFlags(JsonElement root, Dictionary<string, RemoteFlag> flags, List<string> failed, List<string> malformedPayloads)
    {
        JsonElement records = root.Member("flags"u8);
        if (records.ValueKind == JsonValueKind.Object)
        {
            ReadMembers(records, flags, failed, (key, record) => RemoteFlagReader.Read(key, record, malformedPayloads));
            return true;
        }

        JsonElement values = root.Member("featureFlags"u8);
        switch (values.ValueKind)
        {
            case JsonValueKind.Object:
                JsonElement payloads = root.Member("featureFlagPayloads"u8);
                ReadMembers(values, flags, failed, (key, value) => RemoteFlagReader.ReadValue(key, value, payloads.Member(key), malformedPayloads));
                return true;
            case JsonValueKind.Array:
                ReadKeys(values, flags);
                return true;
            default:
                return false;
        }
    }

    private static void ReadMembers(
        JsonElement members,
        Dictionary<string, RemoteFlag> flags,
        List<string> failed,
        Func<string, JsonElement, RemoteFlag?> read)
    {
        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (member.NameOrNull() is not string key)
            {
                continue;
            }

            if (read(key, member.Value) is RemoteFlag flag)
            {
                flags[key] = flag;
            }
            else
            {
                flags.Remove(key);
                failed.Add(key);
            }
        }
    }

    private static void ReadKeys(JsonElement keys, Dictionary<string, RemoteFlag> flags)
    {
        foreach (JsonElement item in keys.EnumerateArray())
        {
            if (item.Text() is string key)
            {
                flags[key] = new RemoteFlag(key, true, null);
            }
        }
    }

    private static bool IsQuotaLimited(JsonElement resources)
    {
        if (resources.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement resource in resources.EnumerateArray())
            {
                if (resource.Text() == "feature_flags")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
