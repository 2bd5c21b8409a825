using System.Buffers;
using System.Buffers.Binary;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// The cached form of one caller's answers: the id of the table, PostHog's data about the request, the number of each flag's outcome, and the outcomes that the
/// table does not have, if there are any. It takes about a byte for each flag of the table.
/// </summary>
internal sealed class RemoteFlagSetCodec(OutcomeTableStore tables, OutcomeInterner interner) : ICacheCodec<RemoteFlagSet>
{
    /// <summary>How many bytes the outcomes may take that the table does not have.</summary>
    public const int MaxOwnSize = 16 * 1024;

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
        using var own = new PooledBuffer();
        WriteOwn(value.Outcomes.Own, own);
        if (own.Written.Length > MaxOwnSize)
        {
            tables.ReportTooLarge(own.Written.Length, MaxOwnSize);
            return false;
        }

        if (tables.TryKeep(value.Outcomes.Table) is not { } id)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt128LittleEndian(target.GetSpan(EncodedTable.IdSize), id);
        target.Advance(EncodedTable.IdSize);
        WriteRequest(value, target);
        foreach (ushort number in value.Outcomes.Numbers)
        {
            target.WriteNumber(number);
        }

        target.Write(own.Written);
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

    private static void WriteOwn(ReadOnlySpan<RemoteFlag> own, PooledBuffer target)
    {
        foreach (RemoteFlag flag in own)
        {
            target.WriteText(flag.Key);
            OutcomeCodec.Write(target, flag);
            if (target.Written.Length > MaxOwnSize)
            {
                return;
            }
        }
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

    private RemoteFlagSet? Read(ReadOnlySpan<byte> data, OutcomeTable table)
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

        RemoteFlag[]? own = ReadOwn(ref reader, table, numbers);
        if (own is null || !reader.IsAtEnd || completeAt < 0 || completeAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new RemoteFlagSet(interner.Adopt(new CallerOutcomes(table, numbers, own)))
        {
            RequestId = requestId,
            EvaluatedAt = evaluatedAt,
            MinimalFlagCalledEvents = (marks & MinimalEventsMark) != 0,
            HasErrors = (marks & ErrorsMark) != 0,
            CompleteAt = DateTimeOffset.FromUnixTimeMilliseconds(completeAt),
        };
    }

    /// <summary>Null when the keys are not in order, or when the table has an outcome for one of them.</summary>
    private static RemoteFlag[]? ReadOwn(ref RemoteWireReader reader, OutcomeTable table, ushort[] numbers)
    {
        var own = new List<RemoteFlag>();
        while (reader is { IsAtEnd: false, HasFailed: false })
        {
            string key = reader.ReadText();
            if (table.TryGet(key, numbers, out _) || (own.Count > 0 && string.CompareOrdinal(own[^1].Key, key) >= 0))
            {
                return null;
            }

            own.Add(OutcomeCodec.Read(ref reader, key));
        }

        return [.. own];
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
