using PostHogFeatureManagement.Evaluation.Dates;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about versions and dates.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutVersionsAndDates
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.CreateCustomTimeZone("tokyo", TimeSpan.FromHours(9), "tokyo", "tokyo");

    [Fact]
    [Trait("Row", "D17")]
    public void Match_PreRelease_DiffersFromItsRelease() => Assert.False(Engine.Match("semver_eq", "\"1.2.3\"", "1.2.3-alpha"));

    [Fact]
    [Trait("Row", "D18")]
    public void Match_LeadingZeros_AreIgnored() => Assert.True(Engine.Match("semver_gte", "\"3.8.0\"", "3.08"));

    [Fact]
    [Trait("Row", "D19")]
    public void Match_VersionWithFourParts_DoesNotMatch() => Assert.False(Engine.Match("semver_eq", "\"1.2.3\"", "1.2.3.4"));

    [Fact]
    [Trait("Row", "D20")]
    public void Match_Star_MatchesAllReleases()
    {
        Assert.True(Engine.Match("semver_wildcard", "\"*\"", "7.1.0"));
        Assert.False(Engine.Match("semver_wildcard", "\"*\"", "7.1.0-rc.1"));
    }

    [Fact]
    [Trait("Row", "D20b")]
    public void Match_StarAfterThreeParts_IsUndecided() => Assert.Null(Engine.Match("semver_wildcard", "\"1.2.3.*\"", "1.2.3"));

    [Fact]
    [Trait("Row", "D21")]
    public void Match_NotEqualWithTextThatIsNotAVersion_IsUndecided() => Assert.Null(Engine.Match("semver_neq", "\"1.2.3\"", "abc"));

    [Fact]
    [Trait("Row", "D22")]
    public void Match_NumberAsDate_IsEpochSeconds()
    {
        Assert.True(Engine.Match("is_date_before", "\"2024-01-01\"", 1_704_067_199));
        Assert.False(Engine.Match("is_date_before", "\"2024-01-01\"", 1_704_067_200));
        Assert.True(Engine.Match("is_date_after", "\"2024-01-01\"", 1_704_067_200.5));
    }

    [Fact]
    [Trait("Row", "D22b")]
    public void Match_YearAsText_IsUndecided() => Assert.Null(Engine.Match("is_date_before", "\"2030-01-01\"", "2024"));

    [Theory]
    [InlineData("2024-01-02", true)]
    [InlineData("2024-01-02T00:00:00", true)]
    [InlineData("2024-01-02 00:00:00.000", true)]
    [InlineData("2024-01-01T15:00:00Z", true)]
    [InlineData("2024-01-02T00:00:00Z", false)]
    [Trait("Row", "D23")]
    public void Match_DateWithoutZone_UsesTheConfiguredZone(string property, bool expected) =>
        Assert.Equal(expected, Engine.Match("is_date_exact", "\"2024-01-02\"", property, zone: Tokyo));

    [Theory]
    [InlineData("7d")]
    [InlineData("-7d")]
    [Trait("Row", "D24")]
    public void Match_RelativeDate_IsInThePastWithOrWithoutMinus(string operand)
    {
        Assert.True(Engine.Match("is_date_exact", $"\"{operand}\"", "2026-04-08T12:00:00Z"));
    }

    [Fact]
    [Trait("Row", "D24b")]
    public void TryResolve_OneMonthBefore31March_ClampsTheDay() =>
        Assert.Equal(new DateTime(2026, 2, 28, 10, 0, 0), Resolve("-1m", new DateTime(2026, 3, 31, 10, 0, 0)));

    [Fact]
    [Trait("Row", "D24c")]
    public void TryResolve_TwoMonthsBefore31March_ClampsAtEveryStep()
    {
        Assert.Equal(new DateTime(2026, 1, 28, 10, 0, 0), Resolve("-2m", new DateTime(2026, 3, 31, 10, 0, 0)));
        Assert.Equal(new DateTime(2024, 1, 29, 10, 0, 0), Resolve("-2m", new DateTime(2024, 3, 31, 10, 0, 0)));
    }

    [Fact]
    [Trait("Row", "D25")]
    public void Match_DateAfterTheSameInstant_DoesNotMatch() =>
        Assert.False(Engine.Match("is_date_after", "\"2024-01-02T00:00:00Z\"", "2024-01-02T00:00:00Z"));

    private static DateTime Resolve(string text, DateTime now)
    {
        Assert.True(RelativeDate.TryParse(text, out RelativeDate date));
        Assert.True(date.TryResolve(new DateTimeOffset(now, TimeSpan.Zero), TimeZoneInfo.Utc, out Instant instant));
        return DateTimeOffset.FromUnixTimeSeconds(instant.Seconds).UtcDateTime;
    }
}
