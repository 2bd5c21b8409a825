using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>Writes the body of <c>POST /flags/?v=2</c> (protocol §2.2).</summary>
internal sealed class FlagsRequestWriter(PostHogEndpoints endpoints, IOptions<PostHogFeatureManagementOptions> options)
{
    private const string GroupKey = "$group_key";

    // A server reads this JSON, never an HTML page, so JSON's own escapes are enough.
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool _disableGeoIp = options.Value.Client.DisableGeoIp;
    private readonly string[] _evaluationContexts = [.. options.Value.Definitions.EvaluationContexts];

    public ReadOnlyMemory<byte> Write(FlagsRequest request)
    {
        PostHogContext context = request.Context;
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);

        writer.WriteStartObject();
        writer.WriteString("token", endpoints.ProjectToken);
        writer.WriteString("distinct_id", context.DistinctId);
        WriteGroups(writer, context.Groups);
        WriteProperties(writer, "person_properties", context.Person.Known);
        WriteGroupProperties(writer, context.Groups);
        writer.WriteBoolean("geoip_disable", _disableGeoIp);
        WriteIfKnown(writer, "$anon_distinct_id", context.AnonymousDistinctId);
        WriteIfKnown(writer, "$device_id", context.DeviceId);
        WriteStrings(writer, "flag_keys_to_evaluate", request.FlagKeys);
        WriteStrings(writer, "evaluation_contexts", _evaluationContexts.Length == 0 ? null : _evaluationContexts);

        // PostHog does not know this user agent. Without this member, it would leave out all flags for servers only (protocol §1.3).
        writer.WriteString("evaluation_runtime", "server");
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteGroups(Utf8JsonWriter writer, IReadOnlyDictionary<string, PostHogGroup> groups)
    {
        writer.WriteStartObject("groups");
        foreach ((string type, PostHogGroup group) in groups)
        {
            if (group.Key.Length > 0)
            {
                writer.WriteString(type, group.Key);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteGroupProperties(Utf8JsonWriter writer, IReadOnlyDictionary<string, PostHogGroup> groups)
    {
        writer.WriteStartObject("group_properties");
        foreach ((string type, PostHogGroup group) in groups)
        {
            if (group.Key.Length > 0)
            {
                writer.WriteStartObject(type);
                if (!group.Bag.Known.ContainsKey(GroupKey))
                {
                    writer.WriteString(GroupKey, group.Key);
                }

                PropertyValueWriter.WriteMembers(writer, group.Bag.Known);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, string name, Dictionary<string, object?> properties)
    {
        writer.WriteStartObject(name);
        PropertyValueWriter.WriteMembers(writer, properties);
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
