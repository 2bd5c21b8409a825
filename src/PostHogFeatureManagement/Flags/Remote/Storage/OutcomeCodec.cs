using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>The cached form of one outcome of a flag, without the flag's key.</summary>
internal static class OutcomeCodec
{
    private const byte EnabledMark = 1;
    private const byte VariantMark = 2;
    private const byte PayloadMark = 4;
    private const byte IdMark = 8;
    private const byte VersionMark = 16;
    private const byte DescriptionMark = 32;
    private const byte HasExperimentMark = 64;
    private const byte HasNoExperimentMark = 128;

    public static void Write(IBufferWriter<byte> target, RemoteFlag flag)
    {
        target.WriteByte(Marks(flag));
        target.WriteByte((byte)flag.Reason);
        target.WriteSigned(flag.ConditionIndex);
        if (flag.Variant is not null)
        {
            target.WriteText(flag.Variant);
        }

        if (flag.Payload is not null)
        {
            target.WriteUtf8(JsonMarshal.GetRawUtf8Value(flag.Payload.Json));
        }

        if (flag.Id is { } id)
        {
            target.WriteSigned(id);
        }

        if (flag.Version is { } version)
        {
            target.WriteSigned(version);
        }

        if (flag.ReasonDescription is not null)
        {
            target.WriteText(flag.ReasonDescription);
        }
    }

    public static RemoteFlag Read(ref RemoteWireReader reader, string key)
    {
        byte marks = reader.ReadByte();
        var reason = (FlagReason)reader.ReadByte();
        long conditionIndex = reader.ReadSigned();
        string? variant = (marks & VariantMark) != 0 ? reader.ReadText() : null;
        FlagPayload? payload = (marks & PayloadMark) != 0 ? ReadPayload(ref reader) : null;
        bool isEnabled = (marks & EnabledMark) != 0;
        return new RemoteFlag(key, isEnabled, isEnabled ? variant : null)
        {
            Payload = payload,
            Reason = Enum.IsDefined(reason) ? reason : FlagReason.Unknown,
            ConditionIndex = conditionIndex is >= 0 and <= int.MaxValue ? (int)conditionIndex : -1,
            Id = (marks & IdMark) != 0 ? reader.ReadSigned() : null,
            Version = (marks & VersionMark) != 0 ? (int)reader.ReadSigned() : null,
            ReasonDescription = (marks & DescriptionMark) != 0 ? reader.ReadText() : null,
            HasExperiment = (marks & (HasExperimentMark | HasNoExperimentMark)) switch
            {
                HasExperimentMark => true,
                HasNoExperimentMark => false,
                _ => null,
            },
        };
    }

    private static byte Marks(RemoteFlag flag) => (byte)(
        (flag.IsEnabled ? EnabledMark : 0)
        | (flag.Variant is not null ? VariantMark : 0)
        | (flag.Payload is not null ? PayloadMark : 0)
        | (flag.Id is not null ? IdMark : 0)
        | (flag.Version is not null ? VersionMark : 0)
        | (flag.ReasonDescription is not null ? DescriptionMark : 0)
        | (flag.HasExperiment == true ? HasExperimentMark : 0)
        | (flag.HasExperiment == false ? HasNoExperimentMark : 0));

    private static FlagPayload? ReadPayload(ref RemoteWireReader reader)
    {
        try
        {
            var json = new Utf8JsonReader(reader.ReadUtf8(), new JsonReaderOptions { MaxDepth = FlagPayload.MaxDepth });
            return new FlagPayload(JsonElement.ParseValue(ref json));
        }
        catch (JsonException)
        {
            reader.Reject();
            return null;
        }
    }
}
