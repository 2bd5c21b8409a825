using PostHogFeatureManagement.Evaluation.Dates;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about versions and dates.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutVersionsAndDates
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.CreateCustomTimeZone("tokyo", TimeSpan.FromHours(9), "tokyo", "tokyo");

    [Fact]
    public void D17_PreRelease_IsNotItsRelease() => Assert.False(Engine.Match("semver_eq", "\"1.2.3\"", "1.2.3-alpha"));

    [Fact]
    public void D18_LeadingZeros_AreDropped() => Assert.True(Engine.Match("semver_gte", "\"3.8.0\"", "3.08"));

    [Fact]
    public void D19_FourParts_AreNoVersion() => Assert.False(Engine.Match("semver_eq", "\"1.2.3\"", "1.2.3.4"));

    [Fact]
    public void D20_Star_MatchesAllReleases()
    {
        Assert.True(Engine.Match("semver_wildcard", "\"*\"", "7.1.0"));
        Assert.False(Engine.Match("semver_wildcard", "\"*\"", "7.1.0-rc.1"));
    }

    [Fact]
    public void D20b_StarAfterThreeParts_IsLeftToTheServer() => Assert.Null(Engine.Match("semver_wildcard", "\"1.2.3.*\"", "1.2.3"));

    [Fact]
    public void D21_NotEqualToWhatIsNoVersion_IsLeftToTheServer() => Assert.Null(Engine.Match("semver_neq", "\"1.2.3\"", "abc"));

    [Fact]
    public void D22_NumberAsDate_IsEpochSeconds()
    {
        Assert.True(Engine.Match("is_date_before", "\"2024-01-01\"", 1_704_067_199));
        Assert.False(Engine.Match("is_date_before", "\"2024-01-01\"", 1_704_067_200));
        Assert.True(Engine.Match("is_date_after", "\"2024-01-01\"", 1_704_067_200.5));
    }

    [Fact]
    public void D22b_YearAsText_IsLeftToTheServer() => Assert.Null(Engine.Match("is_date_before", "\"2030-01-01\"", "2024"));

    [Theory]
    [InlineData("2024-01-02", true)]
    [InlineData("2024-01-02T00:00:00", true)]
    [InlineData("2024-01-02 00:00:00.000", true)]
    [InlineData("2024-01-01T15:00:00Z", true)]
    [InlineData("2024-01-02T00:00:00Z", false)]
    public void D23_NaiveDate_IsReadInTheConfiguredZone(string property, bool expected) =>
        Assert.Equal(expected, Engine.Match("is_date_exact", "\"2024-01-02\"", property, zone: Tokyo));

    [Theory]
    [InlineData("7d")]
    [InlineData("-7d")]
    public void D24_RelativeDate_MeansThePastWithAndWithoutMinus(string operand)
    {
        Assert.True(Engine.Match("is_date_exact", $"\"{operand}\"", "2026-04-08T12:00:00Z"));
    }

    [Fact]
    public void D24b_MonthBefore31March_ClampsTheDay() =>
        Assert.Equal(new DateTime(2026, 2, 28, 10, 0, 0), Resolve("-1m", new DateTime(2026, 3, 31, 10, 0, 0)));

    [Fact]
    public void D24c_TwoMonthsBefore31March_ClampAtEveryStep()
    {
        Assert.Equal(new DateTime(2026, 1, 28, 10, 0, 0), Resolve("-2m", new DateTime(2026, 3, 31, 10, 0, 0)));
        Assert.Equal(new DateTime(2024, 1, 29, 10, 0, 0), Resolve("-2m", new DateTime(2024, 3, 31, 10, 0, 0)));
    }

    [Fact]
    public void D25_DateAfterTheSameInstant_DoesNotMatch() =>
        Assert.False(Engine.Match("is_date_after", "\"2024-01-02T00:00:00Z\"", "2024-01-02T00:00:00Z"));

    private static DateTime Resolve(string text, DateTime now)
    {
        Assert.True(RelativeDate.TryParse(text, out RelativeDate date));
        Assert.True(date.TryResolve(new DateTimeOffset(now, TimeSpan.Zero), TimeZoneInfo.Utc, out Instant instant));
        return DateTimeOffset.FromUnixTimeSeconds(instant.Seconds).UtcDateTime;
    }
}
