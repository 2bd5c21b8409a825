using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>What an instance holds and shares: <see cref="CopyOrder"/> and the format of the head, with a version in place of the definitions.</summary>
internal sealed class SimulatedSharing(SimulatedWorld world, PollDuty duty)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private TimeSpan? _confirmedAt;
    private (long Generation, long Renewals)? _seen;
    private bool _isAlone;

    /// <summary>The process was killed. What is under way ends without an effect here.</summary>
    public bool IsStopped { get; set; }

    /// <summary>0 before the first definitions.</summary>
    public int Version { get; private set; }

    public long Generation { get; private set; }

    private TimeSpan Now => world.Clock.Now;

    public async Task<HeadLook> LookAsync()
    {
        StoredValue? read = await world.Storage.ReadAsync("head");
        SharedHead? head = read?.Bytes is { } bytes ? SharedHeadFormat.Read(bytes) : null;
        HeadState state = read is null ? HeadState.Unavailable : head is null ? HeadState.Absent : HeadState.Present;
        var look = new HeadLook(state, head, read?.Bytes, world.UtcNow);
        CopySight sight = IsStopped ? CopySight.Served : await FollowAsync(look);
        if (head is not null && _seen != (head.Generation, head.Renewals))
        {
            duty.Noticed(Now - (_seen is null ? look.Age : TimeSpan.Zero));
            _seen = (head.Generation, head.Renewals);
        }

        duty.Seen(sight, Now);
        return look;
    }

    /// <summary>PostHog has answered.</summary>
    /// <returns>Whether others were faster with something else.</returns>
    public async Task<bool> CompleteAsync(HeadLook look, (long Generation, int Version) held, int answer)
    {
        SharedBodyInfo body = SimulatedWorld.BodyOf(answer);
        PollMove move = CopyOrder.AfterPoll(Held(), look, body.Hash, isToWait: false);
        if (move == PollMove.KeepAlone)
        {
            return KeepAlone(held, answer);
        }

        move = await KeepAsync(body) == false ? CopyOrder.AfterRepair(Held(), look) : move;
        SharedHead head = move == PollMove.Renew
            ? look.Head! with { Renewals = look.Head.Renewals + 1, FetchedAt = world.UtcNow }
            : new SharedHead(CopyOrder.NextGeneration(Held(), look), 0, world.UtcNow, NotBefore: null, IsQuotaUsedUp: false, body);
        switch (await WriteAsync(look, head))
        {
            case ReplaceOutcome.Replaced:
                _seen = (head.Generation, head.Renewals);
                Install(head.Generation, answer, isAlone: false);
                if (move == PollMove.Publish)
                {
                    await world.Storage.AnnounceAsync(head.Generation);
                }

                return false;
            case ReplaceOutcome.Unknown:
                return KeepAlone(held, answer);
            default:
                await LookAsync();
                return IsOvertaken(held, answer);
        }
    }

    private async Task<CopySight> FollowAsync(HeadLook look)
    {
        switch (CopyOrder.AfterLook(Held(), look))
        {
            case LookMove.Confirm:
                _confirmedAt = Now;
                return CopySight.Served;
            case LookMove.Join:
                Install(look.Head!.Generation, Version, isAlone: false);
                return CopySight.Served;
            case LookMove.Install:
                int version = SimulatedWorld.VersionOf(look.Head!.Body!);
                if (version != Version && (await world.Storage.ReadAsync(look.Head.Body!.Hash))?.Bytes is null)
                {
                    return CopySight.Unserved;
                }

                Install(look.Head.Generation, version, isAlone: false);
                return CopySight.Served;
            case LookMove.Republish:
                SharedBodyInfo body = SimulatedWorld.BodyOf(Version);
                await KeepAsync(body);
                long renewals = _seen is { } seen && seen.Generation == Generation ? seen.Renewals : 0;
                SharedHead again = (look.Head ?? SharedHead.Empty) with { Generation = Generation, Renewals = renewals, FetchedAt = world.UtcNow, Body = body };
                return await WriteAsync(look, again) == ReplaceOutcome.Replaced ? CopySight.Served : CopySight.Unserved;
            case LookMove.Poll:
                return CopySight.Alone;
            default:
                return look.State == HeadState.Unavailable ? CopySight.Alone : CopySight.Unserved;
        }
    }

    /// <returns>Whether the body was there; null when the storage did not answer.</returns>
    private async Task<bool?> KeepAsync(SharedBodyInfo body)
    {
        if (await world.Storage.ReadAsync(body.Hash) is not { } read)
        {
            return null;
        }

        return read.Bytes is not null
            ? true
            : await world.Storage.ReplaceAsync(body.Hash, expected: null, [1], SimulatedWorld.BodySize, Life) == ReplaceOutcome.Unknown ? null : false;
    }

    private Task<ReplaceOutcome> WriteAsync(HeadLook expected, SharedHead head)
    {
        byte[] bytes = SharedHeadFormat.Write(head);
        return world.Storage.ReplaceAsync("head", expected.Bytes, bytes, bytes.Length, Life);
    }

    private bool KeepAlone((long Generation, int Version) held, int answer)
    {
        if (held != (Generation, Version))
        {
            return IsOvertaken(held, answer);
        }

        Install(Generation, answer, isAlone: true);
        return false;
    }

    private bool IsOvertaken((long Generation, int Version) held, int answer) => answer != held.Version && answer != Version;

    private void Install(long generation, int version, bool isAlone)
    {
        if (IsStopped)
        {
            return;
        }

        if (version != Version)
        {
            world.Installed(Version, version);
        }

        (Generation, Version, _isAlone, _confirmedAt) = (generation, version, isAlone, Now);
    }

    private HeldVersion Held() => new(
        Generation,
        0,
        Version == 0 ? null : SimulatedWorld.BodyOf(Version).Hash,
        _isAlone,
        _confirmedAt is { } at && Now - at < SimulatedWorld.PollInterval * 2);
}
