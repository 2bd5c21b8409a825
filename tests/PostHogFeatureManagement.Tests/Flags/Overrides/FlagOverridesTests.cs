using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Overrides;

[Trait("Promise", "EV-10")]
public sealed class FlagOverridesTests : IAsyncDisposable
{
    private static readonly PostHogContext Anna = new("anna");
    private readonly Library _library = new(new StubHandler());
    private readonly FlagOverrides _overrides;

    public FlagOverridesTests() => _overrides = _library.Get<FlagOverrides>();

    public ValueTask DisposeAsync() => _library.DisposeAsync();

    [Fact]
    public void IsInUse_NothingIsOverridden_IsFalseBeforeAndAfterAScope()
    {
        Assert.False(_overrides.IsInUse);
        using (_overrides.Enter(Set("beta", "true")))
        {
            Assert.True(_overrides.IsInUse);
        }

        Assert.False(_overrides.IsInUse);
        Assert.False(_overrides.Contains("beta"));
    }

    [Fact]
    public void TryGet_Subject_IsTheOnlyCallerWithTheValue()
    {
        using OverrideScope scope = _overrides.Enter(Set("beta", "bold", "anna"));

        Assert.True(_overrides.TryGet("BETA", Anna, out FlagResult result));
        Assert.False(_overrides.TryGet("beta", new PostHogContext("ben"), out _));
        Assert.False(_overrides.TryGet("beta", PostHogContext.Anonymous, out _));
        Assert.Equal(("bold", true, FlagReason.Override, FlagSource.Override), (result.Variant, result.IsEnabled, result.Reason, result.Source));
    }

    [Fact]
    public async Task Enter_OtherFlow_DoesNotSeeIt()
    {
        var entered = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        Task other = Task.Run(async () =>
        {
            using OverrideScope scope = _overrides.Enter(Set("beta", "true"));
            entered.SetResult();
            await done.Task;
        });
        await entered.Task;

        Assert.False(_overrides.Contains("beta"));

        done.SetResult();
        await other;
    }

    [Fact]
    public async Task Dispose_WorkThatOutlivesTheScope_NoLongerSeesIt()
    {
        var ended = new TaskCompletionSource();
        Task<bool> work;
        using (_overrides.Enter(Set("beta", "true")))
        using (_overrides.Enter(Set("inner", "true")))
        {
            Assert.True(_overrides.Contains("inner"));
            Assert.False(_overrides.Contains("beta"));
            work = SeesLaterAsync();
        }

        using OverrideScope other = _overrides.Enter(Set("other", "true"));
        ended.SetResult();
        Assert.False(await work);

        async Task<bool> SeesLaterAsync()
        {
            await ended.Task;
            return _overrides.Contains("beta") || _overrides.Contains("inner");
        }
    }

    [Fact]
    public void Apply_OtherSpelling_ReplacesTheFlag()
    {
        var flags = new Dictionary<string, FlagResult> { ["Beta"] = OverrideValue.Off, ["other"] = OverrideValue.Off };
        using OverrideScope scope = _overrides.Enter(new OverrideSet([KeyValuePair.Create("beta", OverrideValue.On), KeyValuePair.Create("new", OverrideValue.On)]));

        IReadOnlyDictionary<string, FlagResult> all = _overrides.Apply(flags, Anna);

        Assert.Equal(["Beta True", "new True", "other False"], all.Select(static flag => $"{flag.Key} {flag.Value.IsEnabled}").Order());
    }

    private static OverrideSet Set(string flag, string value, string? subject = null) => new([KeyValuePair.Create(flag, OverrideValue.Parse(value))], subject);
}
