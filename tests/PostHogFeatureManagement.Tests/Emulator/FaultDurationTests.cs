using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Emulator.Protocol;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class FaultDurationTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly FaultSwitch _faults;

    public FaultDurationTests() => _faults = new FaultSwitch(_clock);

    [Fact]
    public void Set_Duration_EndsTheFaults()
    {
        _faults.Set(new PostHogEmulatorFaults { Status = 500, Duration = Duration });

        _clock.Advance(Duration - TimeSpan.FromSeconds(1));
        int? before = _faults.Current.Status;
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(500, before);
        Assert.Same(PostHogEmulatorFaults.None, _faults.Current);
    }

    [Fact]
    public void Set_OtherFaultsMeanwhile_AreNotEnded()
    {
        _faults.Set(new PostHogEmulatorFaults { Status = 500, Duration = Duration });
        _faults.Set(new PostHogEmulatorFaults { Status = 503 });

        _clock.Advance(Duration);

        Assert.Equal(503, _faults.Current.Status);
    }

    [Fact]
    public async Task Apply_HangThatEnds_LetsTheRequestGoOn()
    {
        _faults.Set(new PostHogEmulatorFaults { Hang = true, Duration = Duration });

        Task<bool> hanging = _faults.ApplyAsync(new DefaultHttpContext(), "/flags");
        bool wasAnswered = hanging.IsCompleted;
        _clock.Advance(Duration);

        Assert.False(wasAnswered);
        Assert.False(await hanging);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_401)]
    public async Task Put_DurationOutOfBounds_Answers400(int seconds)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        using HttpResponseMessage response = await running.SendAsync(HttpMethod.Put, "/_emulator/faults", $$"""{ "hang": true, "seconds": {{seconds}} }""");

        Assert.Contains("86400", (await RunningEmulator.JsonAsync(response)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}
