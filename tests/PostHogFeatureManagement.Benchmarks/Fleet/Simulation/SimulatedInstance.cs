using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>
/// One instance of the fleet: the library's <see cref="PollDuty"/>, <see cref="CopyOrder"/>, <see cref="PollSchedule"/> and formats, driven like the library's
/// own loops.
/// </summary>
internal sealed class SimulatedInstance
{
    private const double LookJitter = 0.1;
    private const double RetryJitter = 0.5;
    private static readonly TimeSpan NewsSpread = TimeSpan.FromMilliseconds(200);

    private readonly SimulatedWorld _world;
    private readonly Jitter _jitter;
    private readonly PollDuty _duty;
    private readonly PollSchedule _schedule;
    private readonly SimulatedSharing _sharing;
    private readonly Pause _untilTurn;
    private readonly Pause _untilPoll;
    private Task _lastChange = Task.CompletedTask;
    private TimeSpan _nextLook = TimeSpan.MinValue;
    private bool _isWanted;
    private bool _hasNews;

    public SimulatedInstance(SimulatedWorld world)
    {
        _world = world;
        _jitter = new Jitter(world.Random.NextDouble);
        byte[] id = new byte[16];
        world.Random.NextBytes(id);
        _duty = new PollDuty(new Guid(id), SimulatedWorld.PollInterval, _jitter);
        _schedule = new PollSchedule(SimulatedWorld.PollInterval, SimulatedWorld.PollInterval, _jitter);
        _sharing = new SimulatedSharing(world, _duty);
        _untilTurn = new Pause(world.Clock);
        _untilPoll = new Pause(world.Clock);
    }

    public bool IsHolder => _duty.IsHolder;

    private TimeSpan Now => _world.Clock.Now;

    public void Start()
    {
        _world.Storage.Listen(Hear);
        _world.Clock.Begin(PollWhenDueAsync);
    }

    /// <summary>The process is killed: it does nothing more and gives nothing up.</summary>
    public void Kill()
    {
        _sharing.IsStopped = true;
        _world.Storage.Unlisten(Hear);
    }

    /// <summary>The refresh endpoint was called.</summary>
    public void Refresh()
    {
        _isWanted = true;
        _untilPoll.End();
    }

    private void Hear(long generation)
    {
        if (generation > _sharing.Generation)
        {
            _hasNews = true;
            _untilTurn.End();
        }
    }

    private async Task PollWhenDueAsync()
    {
        HeadLook first = await _sharing.LookAsync();
        bool isDue = first.Head is null || _sharing.Generation != first.Head.Generation || first.Age >= SimulatedWorld.PollInterval * 2;
        _world.Clock.Begin(WatchAsync);
        while (!_sharing.IsStopped)
        {
            if (isDue || _isWanted || _duty.NextPoll <= Now)
            {
                await PollAsync();
            }

            isDue = false;
            await _untilPoll.UntilAsync(_duty.NextPoll);
        }
    }

    private async Task WatchAsync()
    {
        while (!_sharing.IsStopped)
        {
            if (Now >= _nextLook)
            {
                _nextLook = Now + _jitter.Spread(_world.Storage.IsListenedTo ? SimulatedWorld.PollInterval : SimulatedWorld.ShareCheckInterval, LookJitter);
                HeadLook look = await _sharing.LookAsync();
                if (look.Head is { Body: not null } head && head.Generation > _sharing.Generation)
                {
                    _nextLook = Now + _jitter.Spread(SimulatedWorld.ShareCheckInterval, RetryJitter);
                }
            }

            if (_duty.NextTurn <= Now)
            {
                LeaseLook? look = IsHolder ? null : await LookAtLeaseAsync();
                await ChangeAsync(now => IsHolder ? _duty.Renew() : _duty.Look(look, now));
            }

            _untilPoll.End();
            await _untilTurn.UntilAsync(_duty.NextTurn < _nextLook ? _duty.NextTurn : _nextLook);
            if (_hasNews)
            {
                await _world.Clock.Delay(NewsSpread * _jitter.Share);
                _hasNews = false;
                _nextLook = TimeSpan.MinValue;
            }
        }
    }

    private async Task PollAsync()
    {
        TimeSpan begun = Now;
        bool isWanted = _isWanted;
        bool wasHolder = IsHolder;
        await ChangeAsync(_ => IsHolder ? _duty.Renew() : null);
        if (IsHolder != wasHolder && !isWanted)
        {
            return;
        }

        _isWanted = false;
        if (await PollOnceAsync())
        {
            await PollOnceAsync();
        }

        TimeSpan wait = _schedule.Next(new DefinitionsRefresh(WireFailure.None, null));
        await ChangeAsync(now => _duty.Polled(PollResult.Good, begun, wait, now));
    }

    /// <returns>Whether others were faster with something else.</returns>
    private async Task<bool> PollOnceAsync()
    {
        HeadLook look = await _sharing.LookAsync();
        (long Generation, int Version) held = (_sharing.Generation, _sharing.Version);
        int answer = await _world.PostHog.PollAsync();
        return !_sharing.IsStopped && await _sharing.CompleteAsync(look, held, answer);
    }

    private async Task<LeaseLook?> LookAtLeaseAsync() =>
        await _world.Storage.ReadAsync("lease") is { } read ? new LeaseLook(read.Bytes, LeaseNote.Read(read.Bytes), read.Remaining) : null;

    private Task ChangeAsync(Func<TimeSpan, LeaseChange?> decide) => _lastChange = ChangeAfterAsync(_lastChange, decide);

    private async Task ChangeAfterAsync(Task last, Func<TimeSpan, LeaseChange?> decide)
    {
        await last;
        if (_sharing.IsStopped || decide(Now) is not { } change)
        {
            return;
        }

        byte[] bytes = change.Note.Write();
        ReplaceOutcome outcome = await _world.Storage.ReplaceAsync("lease", change.Expected, bytes, bytes.Length, change.Life);
        if (!change.Note.IsReleased)
        {
            _duty.Changed(bytes, outcome, Now);
        }
    }
}
