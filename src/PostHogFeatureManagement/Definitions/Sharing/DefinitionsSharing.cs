using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Definitions.Sharing;

/// <summary>
/// Keeps the definitions of this instance and those that instances share the same: it takes what is newer, and publishes what this instance was sent.
/// <see cref="CopyOrder"/> decides. Thread-safe.
/// </summary>
internal sealed class DefinitionsSharing(
    FleetStorage storage,
    SharedCopy copy,
    LeaseKeeper lease,
    DefinitionsInstaller installer,
    DefinitionsStore store,
    DefinitionsFiles files,
    RefreshHistory history,
    QuotaRule quotaRule,
    SharingReport report,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider time) : IDisposable
{
    private readonly TimeSpan _freshFor = options.Value.Definitions.PollInterval * 2;
    private readonly SharedQuota _quota = new(quotaRule);
    private readonly SemaphoreSlim _oneLookAtATime = new(1, 1);
    private SharedHead? _looked;

    // A look and a poll can happen at the same time, so each of these is replaced as a whole. The first is a timestamp.
    private volatile object? _confirmedAt;
    private volatile SharedHead? _seen;

    /// <summary>Whether instances share definitions.</summary>
    public bool IsOn { get; } = storage.Exists && options.Value is { PollsDefinitions: true, Definitions.Share: true };

    /// <summary>Whether this instance polls for all that share them.</summary>
    public bool IsLeader => lease.IsHolder;

    /// <summary>Whether the place where they are shared has failed and is left alone for now.</summary>
    public bool IsPaused => IsOn && storage.IsPaused;

    /// <summary>Where they are shared, for messages; null when there is no place.</summary>
    public string? StorageName => storage.Name;

    /// <summary>Looks at the shared head and does what follows from it.</summary>
    public async Task<HeadLook> LookAsync(CancellationToken cancellationToken)
    {
        await _oneLookAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            HeadLook look = await copy.LookAsync(cancellationToken).ConfigureAwait(false);
            _quota.Look(look);
            CopySight sight = await FollowAsync(look, cancellationToken).ConfigureAwait(false);
            Tell(look, sight);
            report.Looked(look.State, sight);
            return look;
        }
        finally
        {
            _oneLookAtATime.Release();
        }
    }

    /// <summary>A poll begins. It starts from what is shared at this moment.</summary>
    public async Task<SharedPoll> BeginAsync(CancellationToken cancellationToken)
    {
        HeadLook look = await LookAsync(cancellationToken).ConfigureAwait(false);
        return new SharedPoll(look, store.Latest, time.GetTimestamp(), lease.UntilAllowed);
    }

    /// <summary>PostHog has sent or confirmed definitions: publishes and installs them, unless others were faster.</summary>
    public async Task<DefinitionsInstallation> CompleteAsync(SharedPoll poll, DefinitionsContent content, CancellationToken cancellationToken)
    {
        if (installer.ProblemOf(content) is { } problem)
        {
            return new DefinitionsInstallation(problem, HasChanged: false);
        }

        HeldVersion held = Held(store.Latest);
        PollMove move = CopyOrder.AfterPoll(held, poll.Look, content.Hash, isToWait: false);
        if (move == PollMove.KeepAlone)
        {
            return InstallAlone(poll, content);
        }

        // The head is written even if the definitions cannot be: then the others know that there are newer ones, and fetch them themselves.
        SharedBodyInfo body = BodyOf(content);
        BodyState state = await copy.KeepAsync(body, content.Body, cancellationToken).ConfigureAwait(false);
        report.Kept(state, content.Body.Length);
        move = state == BodyState.Written ? CopyOrder.AfterRepair(held, poll.Look) : move;
        SharedHead head = NextHead(poll, held, move, body);
        switch (await copy.WriteAsync(poll.Look, head, cancellationToken).ConfigureAwait(false))
        {
            case ReplaceOutcome.Replaced:
                DefinitionsInstallation installation = installer.Install(content, head.Generation, DefinitionsSource.Server);
                _seen = head;
                Confirmed();
                if (move == PollMove.Publish)
                {
                    await copy.AnnounceAsync(head, cancellationToken).ConfigureAwait(false);
                }

                return installation;
            case ReplaceOutcome.Unknown:
                return InstallAlone(poll, content);
            default:
                return await GiveWayAsync(poll, content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A poll has failed. An instance that was alone takes what the others have.</summary>
    public Task FailAsync(SharedPoll poll, CancellationToken cancellationToken)
    {
        DefinitionsSnapshot? latest = store.Latest;
        return CopyOrder.AfterFailedPoll(Held(latest), poll.Look) == LookMove.Install ? InstallAsync(poll.Look, latest, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>PostHog wants to be left alone, by all instances.</summary>
    public async Task PostponeAsync(SharedPoll poll, TimeSpan wait, bool isQuotaUsedUp, CancellationToken cancellationToken)
    {
        if (isQuotaUsedUp)
        {
            _quota.Refused(poll.Look);
        }

        lease.Tell((duty, now) => duty.Postpone(now + wait));
        if (CopyOrder.AfterPoll(Held(store.Latest), poll.Look, hash: null, isToWait: true) == PollMove.Postpone)
        {
            SharedHead known = poll.Look.Head ?? SharedHead.Empty;
            SharedHead head = known with { Renewals = known.Renewals + 1, NotBefore = Now(poll) + wait, IsQuotaUsedUp = known.IsQuotaUsedUp || isQuotaUsedUp };
            await copy.WriteAsync(poll.Look, head, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _oneLookAtATime.Dispose();

    private async Task<CopySight> FollowAsync(HeadLook look, CancellationToken cancellationToken)
    {
        DefinitionsSnapshot? latest = store.Latest;
        switch (CopyOrder.AfterLook(Held(latest), look))
        {
            case LookMove.Confirm:
                Confirmed();
                return CopySight.Served;
            case LookMove.Join:
                installer.Install(latest!.Content, look.Head!.Generation, latest.Source);
                Confirmed();
                return CopySight.Served;
            case LookMove.Install:
                return quotaRule.HasDropped || await InstallAsync(look, latest, cancellationToken).ConfigureAwait(false) ? CopySight.Served : CopySight.Unserved;
            case LookMove.Republish:
                return await RepublishAsync(look, latest!, cancellationToken).ConfigureAwait(false) ? CopySight.Served : CopySight.Unserved;
            case LookMove.Poll:
                return CopySight.Alone;
            default:
                return look.State == HeadState.Unavailable ? CopySight.Alone : look.Wait > TimeSpan.Zero ? CopySight.Served : CopySight.Unserved;
        }
    }

    private async Task<bool> InstallAsync(HeadLook look, DefinitionsSnapshot? latest, CancellationToken cancellationToken)
    {
        SharedHead head = look.Head!;
        SharedBodyInfo body = head.Body!;
        DefinitionsContent? content = latest?.Content is { } known && known.Hash == body.Hash ? known : null;
        if (content is null)
        {
            if (await copy.ReadAsync(body, cancellationToken).ConfigureAwait(false) is not { } bytes)
            {
                report.Unusable("its definitions are missing, damaged or encrypted with keys that this instance does not have");
                return false;
            }

            content = new DefinitionsContent(bytes, body.Hash, body.ETag, time.GetUtcNow() - look.Age);
        }

        if (installer.Install(content, head.Generation, DefinitionsSource.Shared).Error is { } error)
        {
            report.Unusable(error.TrimEnd('.'));
            return false;
        }

        Confirmed();
        files.Keep();
        report.Taken();
        return true;
    }

    private async Task<bool> RepublishAsync(HeadLook look, DefinitionsSnapshot latest, CancellationToken cancellationToken)
    {
        SharedBodyInfo body = BodyOf(latest.Content);
        report.Kept(await copy.KeepAsync(body, latest.Content.Body, cancellationToken).ConfigureAwait(false), latest.Content.Body.Length);

        // The age is told as it is, so that nobody takes the definitions for younger than they are.
        TimeSpan age = DefinitionsAge.Of(latest, history.Latest.ConfirmedAt, time.GetUtcNow()) ?? TimeSpan.FromDays(1);
        SharedHead? seen = _seen is { } last && last.Generation == latest.Generation ? last : null;
        SharedHead head = (look.Head ?? seen ?? SharedHead.Empty) with
        {
            Generation = latest.Generation, Renewals = seen?.Renewals ?? 0, FetchedAt = look.Now - age, Body = body,
        };
        return await copy.WriteAsync(look, head, cancellationToken).ConfigureAwait(false) == ReplaceOutcome.Replaced;
    }

    /// <summary>Another instance has published or confirmed something since this poll began.</summary>
    private async Task<DefinitionsInstallation> GiveWayAsync(SharedPoll poll, DefinitionsContent content, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        return Drop(poll, content);
    }

    /// <summary>Nothing may have been installed since the poll began: the answer may have been under way for long.</summary>
    private DefinitionsInstallation InstallAlone(SharedPoll poll, DefinitionsContent content)
    {
        if (!ReferenceEquals(store.Latest, poll.Held))
        {
            return Drop(poll, content);
        }

        DefinitionsInstallation installation = installer.Install(content, poll.Held?.Generation ?? 0, DefinitionsSource.Server, isAlone: true);
        Confirmed();
        return installation;
    }

    /// <summary>What PostHog sent is not used. If it is neither what was in use before nor what is now, only another poll can tell which is newer.</summary>
    private DefinitionsInstallation Drop(SharedPoll poll, DefinitionsContent content)
    {
        string? before = poll.Held?.Content.Hash;
        string? now = store.Latest?.Content.Hash;
        return new DefinitionsInstallation(Error: null, HasChanged: now != before) { IsOvertaken = content.Hash != before && content.Hash != now };
    }

    private static SharedBodyInfo BodyOf(DefinitionsContent content) => new(content.Hash, content.Body.Length, content.ETag);

    private SharedHead NextHead(SharedPoll poll, HeldVersion held, PollMove move, SharedBodyInfo body) => move == PollMove.Renew
        ? poll.Look.Head! with { Renewals = poll.Look.Head.Renewals + 1, FetchedAt = Now(poll), NotBefore = null, IsQuotaUsedUp = false, Body = body }
        : new SharedHead(CopyOrder.NextGeneration(held, poll.Look), 0, Now(poll), NotBefore: null, IsQuotaUsedUp: false, body);

    private HeldVersion Held(DefinitionsSnapshot? latest)
    {
        bool isFresh = _confirmedAt is long at && time.GetElapsedTime(at) < _freshFor;
        return new HeldVersion(latest?.Generation ?? 0, latest?.StoredGeneration ?? 0, latest?.Content.Hash, latest is { IsAlone: true }, isFresh);
    }

    private void Confirmed() => _confirmedAt = time.GetTimestamp();

    /// <summary>The time now, by the clock of the look.</summary>
    private DateTimeOffset Now(SharedPoll poll) => poll.Look.Now + time.GetElapsedTime(poll.LookedAt);

    private void Tell(HeadLook look, CopySight sight)
    {
        SharedHead? before = _seen;
        if (look.Head is { Body: not null } head && head != before && head.Generation >= (store.Latest?.Generation ?? 0))
        {
            _seen = head;
            if (before is null || IsConfirmation(head, before))
            {
                TimeSpan age = before is null ? look.Age : TimeSpan.Zero;
                lease.Tell((duty, now) => duty.Noticed(now - age));
                history.AddConfirmation(time.GetUtcNow() - look.Age);
                store.CountRefresh();
            }
        }

        // A head says once how long to wait: it may be older than what PostHog told this instance, and the clock of its writer may be wrong.
        bool isOther = look.Head is not null && look.Head != _looked;
        _looked = look.Head ?? _looked;
        lease.Tell((duty, now) =>
        {
            duty.Seen(sight, now);
            if (isOther)
            {
                duty.Postpone(now + look.Wait);
            }
        });
    }

    /// <summary>A head also changes when PostHog wants to be left alone, and when an instance publishes its definitions again. PostHog confirms nothing then.</summary>
    private static bool IsConfirmation(SharedHead head, SharedHead before) =>
        head.Generation != before.Generation || (head.Renewals > before.Renewals && head.NotBefore is null);
}
