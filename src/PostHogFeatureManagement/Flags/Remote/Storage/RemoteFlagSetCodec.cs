using System.Buffers;
using System.Buffers.Binary;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// The cached form of one caller's answers: the id of the table, PostHog's data about the request, and the number of each flag's outcome. It takes about a byte
/// for each flag.
/// </summary>
internal sealed class RemoteFlagSetCodec(OutcomeTableStore tables) : ICacheCodec<RemoteFlagSet>
{
    private const byte MinimalEventsMark = 1;
    private const byte ErrorsMark = 2;
    private const byte EvaluatedAtMark = 4;
    private const byte RequestGuidMark = 8;
    private const byte RequestTextMark = 16;
    private const int MaxRequestId = 64;
    private const int GuidSize = 16;

    public string Kind => "f";

    public byte FormatVersion => 1;

    public bool TryWrite(RemoteFlagSet value, IBufferWriter<byte> target)
    {
        if (!tables.TryKeep(value.Table))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt128LittleEndian(target.GetSpan(EncodedTable.IdSize), value.Table.Encode(tables.Hasher).Id);
        target.Advance(EncodedTable.IdSize);
        WriteRequest(value, target);
        foreach (ushort number in value.Numbers)
        {
            target.WriteNumber(number);
        }

        return true;
    }

    public async ValueTask<RemoteFlagSet?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (body.Length < EncodedTable.IdSize)
        {
            return null;
        }

        UInt128 id = BinaryPrimitives.ReadUInt128LittleEndian(body.Span);
        OutcomeTable? table = await tables.GetAsync(id, deadline, cancellationToken).ConfigureAwait(false);
        return table is null ? null : Read(body.Span[EncodedTable.IdSize..], table);
    }

    private static void WriteRequest(RemoteFlagSet value, IBufferWriter<byte> target)
    {
        bool isGuid = Guid.TryParseExact(value.RequestId, "D", out Guid requestId) && requestId.ToString("D") == value.RequestId;
        bool isText = !isGuid && value.RequestId is { Length: <= MaxRequestId };
        target.WriteByte((byte)(
            (value.MinimalFlagCalledEvents ? MinimalEventsMark : 0)
            | (value.HasErrors ? ErrorsMark : 0)
            | (value.EvaluatedAt is not null ? EvaluatedAtMark : 0)
            | (isGuid ? RequestGuidMark : 0)
            | (isText ? RequestTextMark : 0)));
        target.WriteSigned(value.CompleteAt.ToUnixTimeMilliseconds());
        if (value.EvaluatedAt is { } evaluatedAt)
        {
            target.WriteSigned(evaluatedAt);
        }

        if (isGuid)
        {
            requestId.TryWriteBytes(target.GetSpan(GuidSize));
            target.Advance(GuidSize);
        }
        else if (isText)
        {
            target.WriteText(value.RequestId!);
        }
    }

    private static RemoteFlagSet? Read(ReadOnlySpan<byte> data, OutcomeTable table)
    {
        var reader = new RemoteWireReader(data);
        byte marks = reader.ReadByte();
        long completeAt = reader.ReadSigned();
        long? evaluatedAt = (marks & EvaluatedAtMark) != 0 ? reader.ReadSigned() : null;
        string? requestId = ReadRequestId(ref reader, marks);
        var numbers = new ushort[table.Count];
        for (int ordinal = 0; ordinal < numbers.Length; ordinal++)
        {
            ulong number = reader.ReadNumber();
            if (number > (ulong)table.Outcomes(ordinal).Length)
            {
                return null;
            }

            numbers[ordinal] = (ushort)number;
        }

        if (!reader.IsAtEnd || completeAt < 0 || completeAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new RemoteFlagSet(table, numbers)
        {
            RequestId = requestId,
            EvaluatedAt = evaluatedAt,
            MinimalFlagCalledEvents = (marks & MinimalEventsMark) != 0,
            HasErrors = (marks & ErrorsMark) != 0,
            CompleteAt = DateTimeOffset.FromUnixTimeMilliseconds(completeAt),
        };
    }

    private static string? ReadRequestId(ref RemoteWireReader reader, byte marks)
    {
        if ((marks & RequestGuidMark) != 0)
        {
            ReadOnlySpan<byte> bytes = reader.ReadBytes(GuidSize);
            return bytes.IsEmpty ? null : new Guid(bytes).ToString("D");
        }

        return (marks & RequestTextMark) != 0 ? reader.ReadText() : null;
    }
}
