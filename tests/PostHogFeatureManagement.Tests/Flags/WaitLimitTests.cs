using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-12")]
public sealed class WaitLimitTests
{
    private readonly PostHogFeatureManagementOptions _options = new();
    private readonly DefinitionsStore _definitions = new();

    [Fact]
    public void For_Job_IsTheWholeCall() => Assert.Equal(Timeout.InfiniteTimeSpan, Limit(isVisitor: false).For(null));

    [Fact]
    public void For_VisitorWithoutRequestState_IsWaitAtMost() => Assert.Equal(TimeSpan.FromSeconds(2), Limit(isVisitor: true).For(null));

    [Fact]
    public void For_WebRequest_IsWaitAtMost()
    {
        using var clock = PinClocks.Create();

        Assert.Equal(TimeSpan.FromSeconds(2), Limit(isVisitor: false).For(new RequestState(clock)));
    }

    [Fact]
    public void For_WaitAtMostIsTotalTimeout_IsTheWholeCall()
    {
        _options.Client.WaitAtMost = _options.Client.TotalTimeout;

        Assert.Equal(Timeout.InfiniteTimeSpan, Limit(isVisitor: true).For(null));
    }

    [Fact]
    public void For_StartHasWaitedInVain_IsZeroForVisitorsOnly()
    {
        _definitions.StartWaitedInVain = true;

        Assert.Equal(TimeSpan.Zero, Limit(isVisitor: true).For(null));
        Assert.Equal(Timeout.InfiniteTimeSpan, Limit(isVisitor: false).For(null));
    }

    private WaitLimit Limit(bool isVisitor)
    {
        var accessor = new HttpContextAccessor { HttpContext = isVisitor ? new DefaultHttpContext() : null };
        return new(new CurrentRequests(accessor, PinClocks.Create()), _definitions, Options.Create(_options));
    }
}
