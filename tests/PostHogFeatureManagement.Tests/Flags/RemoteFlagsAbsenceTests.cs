using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>Absent, failed and partial answers are not "off" (protocol §2.7).</summary>
[Trait("Promise", "RC-09")]
public class RemoteFlagsAbsenceTests
{
    private readonly RemoteProbe _probe = new();

    [Fact]
    public async Task GetAsync_FlagNotInResponse_IsFlagNotFoundWithoutSecondRequest()
    {
        _probe.Respond(RemoteProbe.On("a"));

        RemoteAnswer answer = await _probe.GetAsync("missing");
        await _probe.GetAsync("missing");

        Assert.False(answer.TryGet("missing", out _));
        Assert.Equal(FlagReason.FlagNotFound, answer.MissingReason());
        Assert.Single(_probe.Requests);
    }

    [Fact]
    [Trait("Promise", "P11")]
    public async Task GetAsync_FlagNotInResponseWithoutNegativeCaching_SendsAnotherRequest()
    {
        var probe = new RemoteProbe(options => options.Cache.NegativeFor = TimeSpan.Zero);
        probe.Respond(RemoteProbe.On("a"));

        await probe.GetAsync("missing");
        await probe.GetAsync("missing");
        Assert.Equal(2, probe.Requests.Count);

        await probe.GetAsync("a");
        Assert.Equal(2, probe.Requests.Count);
    }

    [Fact]
    [Trait("Promise", "P11")]
    public async Task GetAsync_FailureWithoutNegativeCaching_SendsAnotherRequest()
    {
        var probe = new RemoteProbe(options => options.Cache.NegativeFor = TimeSpan.Zero);
        probe.Respond(WireFailure.ServerError);

        await probe.GetAsync("a");
        await probe.GetAsync("a");

        Assert.Equal(2, probe.Requests.Count);
    }

    [Fact]
    public async Task RefreshAllAsync_PartialAnswer_KeepsLastGoodOfAbsentAndFailedFlags()
    {
        _probe.Respond(RemoteProbe.On("failed", "good"), RemoteProbe.On("absent", "good"), RemoteProbe.On("present", "old"));
        await _probe.GetAsync();
        _probe.Answer = _ => RemoteProbe.Success(RemoteProbe.On("present", "new")) with { HasErrors = true, FailedFlags = ["failed"] };

        RemoteAnswer answer = await _probe.RefreshAllAsync();

        Assert.True(answer.TryGet("failed", out RemoteFlag? failed) && failed.Variant == "good");
        Assert.True(answer.TryGet("absent", out RemoteFlag? absent) && absent.Variant == "good");
        Assert.True(answer.TryGet("present", out RemoteFlag? present) && present.Variant == "new");
        Assert.Equal(FlagReason.RequestFailed, answer.MissingReason());
    }

    [Fact]
    public async Task RefreshAllAsync_CompleteAnswer_DropsAbsentFlags()
    {
        _probe.Respond(RemoteProbe.On("deleted"), RemoteProbe.On("a"));
        await _probe.GetAsync();
        _probe.Respond(RemoteProbe.On("a"));

        RemoteAnswer answer = await _probe.RefreshAllAsync();

        Assert.False(answer.TryGet("deleted", out _));
        Assert.Equal(FlagReason.FlagNotFound, answer.MissingReason());
    }

    [Fact]
    public async Task GetAsync_PartialAnswer_IsRefreshedSoon()
    {
        _probe.Answer = _ => RemoteProbe.Success(RemoteProbe.On("a")) with { HasErrors = true };
        await _probe.GetAsync("a");
        _probe.Respond(RemoteProbe.On("a"), RemoteProbe.On("b"));

        _probe.Time.Advance(TimeSpan.FromSeconds(5));
        await _probe.GetAsync("b");

        await Support.Eventually.TrueAsync(async () => (await _probe.GetAsync("b")).TryGet("b", out _));
    }

    [Fact]
    public async Task RefreshAllAsync_PartialAnswersForADay_DropsLastGood()
    {
        _probe.Respond(RemoteProbe.On("failed", "good"));
        await _probe.GetAsync();
        _probe.Answer = _ => RemoteProbe.Success(RemoteProbe.On("a")) with { HasErrors = true, FailedFlags = ["failed"] };

        for (int hour = 0; hour < 23; hour++)
        {
            _probe.Time.Advance(TimeSpan.FromHours(1));
            Assert.True((await _probe.RefreshAllAsync()).TryGet("failed", out _));
        }

        _probe.Time.Advance(TimeSpan.FromHours(1));
        Assert.False((await _probe.RefreshAllAsync()).TryGet("failed", out _));
    }
}
