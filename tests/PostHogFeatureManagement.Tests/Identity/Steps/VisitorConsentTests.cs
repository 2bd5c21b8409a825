using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity.Steps;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Identity.Steps;

[Trait("Promise", "ID-01")]
public sealed class VisitorConsentTests : IDisposable
{
    private readonly RecordingLogger _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly VisitorConsent _consent;

    public VisitorConsentTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        IOptions<PostHogFeatureManagementOptions> options = Options.Create(new PostHogFeatureManagementOptions { ProjectToken = "phc_test" });
        _consent = new VisitorConsent(options, new LogThrottle(TimeProvider.System), _loggers.CreateLogger<VisitorConsent>());
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("__ph_opt_in_out_phc_test=1", null, null, null)]
    [InlineData("__ph_opt_in_out_phc_test=0", null, null, false)]
    [InlineData("__ph_opt_in_out_phc_test=0", true, true, false)]
    [InlineData("__ph_opt_in_out_phc_other=0", true, null, true)]
    [InlineData(null, true, false, true)]
    [InlineData(null, false, true, false)]
    [InlineData(null, null, true, true)]
    [InlineData(null, null, false, false)]
    public void IsGivenOrRefused_Visitor_IsWhatFirstOfThreeSays(string? cookie, bool? own, bool? feature, bool? expected)
    {
        DefaultHttpContext visitor = Visitor(own is { } agrees ? new Consent(_ => agrees) : null);
        visitor.Request.Headers.Cookie = cookie;
        visitor.Features.Set<ITrackingConsentFeature>(feature is { } mayTrack ? new Tracking(mayTrack) : null);

        Assert.Equal((expected is true, expected is false), (_consent.IsGiven(visitor), _consent.IsRefused(visitor)));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void IsRefused_ConsentThrows_IsTrueAndLogged()
    {
        Assert.True(_consent.IsRefused(Visitor(new Consent(static _ => throw new NotSupportedException()))));
        Assert.Equal(LogEvents.VisitorUnrecognized, Assert.Single(_log.Entries).Id.Id);
        Assert.False(VisitorConsent.IsAsking);
    }

    [Fact]
    public void IsRefused_RequestHasEnded_IsTrue()
    {
        DefaultHttpContext visitor = Visitor(new Consent(static _ => true));
        visitor.Uninitialize();

        Assert.True(_consent.IsRefused(visitor));
    }

    [Fact]
    public void IsGiven_InsideConsent_IsFalseAndNotAskedAgain()
    {
        int asked = 0;
        DefaultHttpContext? visitor = null;
        visitor = Visitor(new Consent(_ => ++asked > 5 || !_consent.IsGiven(visitor!)));

        Assert.True(_consent.IsGiven(visitor));
        Assert.Equal(1, asked);
        Assert.False(VisitorConsent.IsAsking);
    }

    public void Dispose() => _loggers.Dispose();

    private static DefaultHttpContext Visitor(IPostHogConsent? consent)
    {
        var services = new ServiceCollection();
        return new DefaultHttpContext { RequestServices = (consent is null ? services : services.AddSingleton(consent)).BuildServiceProvider() };
    }

    private sealed class Consent(Func<HttpContext, bool> ask) : IPostHogConsent
    {
        public bool HasConsent(HttpContext httpContext) => ask(httpContext);
    }

    private sealed class Tracking(bool canTrack) : ITrackingConsentFeature
    {
        public bool IsConsentNeeded => true;

        public bool HasConsent => canTrack;

        public bool CanTrack => canTrack;

        public void GrantConsent() => throw new NotSupportedException();

        public void WithdrawConsent() => throw new NotSupportedException();

        public string CreateConsentCookie() => throw new NotSupportedException();
    }
}
