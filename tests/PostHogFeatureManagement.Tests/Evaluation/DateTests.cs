using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Dates;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Dates are read as on the server (protocol §6.4).</summary>
[Trait("Promise", "EV-03")]
public class DateTests
{
    /// <summary>Central European rules: clocks go forward one hour on the last Sunday of March, and back on the last Sunday of October.</summary>
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2024-01-15T10:00:00Z", "2024-01-15T10:00:00Z", 0)]
    [InlineData("2024-01-15T12:00:00+02:00", "2024-01-15T10:00:00Z", 0)]
    [InlineData("2024-01-15 10:00:00+00:00", "2024-01-15T10:00:00Z", 0)]
    [InlineData("2024-01-15 10:00:00 +00:00", "2024-01-15T10:00:00Z", 0)]
    [InlineData("2024-01-15T10:00:00.123456789Z", "2024-01-15T10:00:00Z", 123456789)]
    [InlineData("2024-01-15T10:00:00.5Z", "2024-01-15T10:00:00Z", 500000000)]
    [InlineData("2024-01-15T10:00", "2024-01-15T10:00:00Z", 0)]
    [InlineData("2024-01-15", "2024-01-15T00:00:00Z", 0)]
    [InlineData("2024-01-15Z", "2024-01-15T00:00:00Z", 0)]
    [InlineData("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59Z", 250000000)]
    public void TryParse_KnownForm_ReturnsInstant(string text, string seconds, int nanoseconds)
    {
        Assert.True(DateText.TryParse(text, TimeZoneInfo.Utc, out Instant instant));
        long expected = DateTimeOffset.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        Assert.Equal(new Instant(expected, nanoseconds), instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a date")]
    [InlineData("2024-13-01")]
    [InlineData("2023-02-29")]
    [InlineData("2024-1-5")]
    [InlineData("2024-01-15T25:00:00Z")]
    [InlineData("2024-01-15T10:61:00Z")]
    [InlineData("2024-01-15T10:00:00.Z")]
    [InlineData("2024-01-15T10:00Z")]
    [InlineData("2024-01-15T10:00:00+2")]
    [InlineData("2024-01-15T10:00:00X")]
    [InlineData("2024-01-15+02:00")]
    [InlineData("15/01/2024")]
    [InlineData("10000d")]
    [InlineData("1.5d")]
    [InlineData("3s")]
    [InlineData("7D")]
    [InlineData("+7d")]
    [InlineData("1705226400")]
    public void Match_TextInUnknownForm_IsUndecidedOnEitherSide(string text)
    {
        Assert.Null(Engine.Match("is_date_before", "\"2024-06-01\"", text));
        Assert.Null(Engine.Match("is_date_before", $"\"{text}\"", "2024-06-01"));
    }

    [Theory]
    [InlineData("-3h", "2026-04-15T09:00:00Z")]
    [InlineData("1d", "2026-04-14T12:00:00Z")]
    [InlineData("-2w", "2026-04-01T12:00:00Z")]
    [InlineData("-13m", "2025-03-15T12:00:00Z")]
    [InlineData("4y", "2022-04-15T12:00:00Z")]
    [InlineData("0d", "2026-04-15T12:00:00Z")]
    public void Match_RelativeOperand_CountsBackFromNow(string operand, string instant) =>
        Assert.True(Engine.Match("is_date_exact", $"\"{operand}\"", instant));

    [Fact]
    public void Match_RelativeProperty_CountsBackFromNow() => Assert.True(Engine.Match("is_date_before", "\"-1d\"", "-3d"));

    [Fact]
    public void Match_RelativeOperandBeforeYearOne_IsEarlierThanAnyDate()
    {
        Assert.True(Engine.Match("is_date_after", "\"-9999y\"", "0001-01-01"));
        Assert.False(Engine.Match("is_date_before", "\"-9999y\"", "0001-01-01"));
    }

    [Fact]
    public void Match_PropertyNeitherTextNorNumber_NeverMatches()
    {
        Assert.False(Engine.Match("is_date_after", "\"1999-01-01\"", true));
        Assert.False(Engine.Match("is_date_after", "\"1999-01-01\"", new[] { "2024-01-01" }));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("[\"1999-01-01\"]")]
    public void Match_OperandNotText_NeverMatches(string operand) =>
        Assert.False(Engine.Match("is_date_after", operand, "2024-01-01"));

    [Fact]
    public void Match_FrameworkDate_EqualsItsSerializedText()
    {
        Assert.True(Engine.Match("is_date_exact", "\"2024-01-02T00:00:00Z\"", new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc)));
        Assert.True(Engine.Match("is_date_exact", "\"2024-01-02T00:00:00Z\"", new DateTimeOffset(2024, 1, 2, 3, 0, 0, TimeSpan.FromHours(3))));
        Assert.True(Engine.Match("is_date_exact", "\"2024-01-02\"", new DateOnly(2024, 1, 2)));
    }

    [Theory]
    [InlineData("2024-06-01T12:00:00", "2024-06-01T10:00:00Z")]
    [InlineData("2024-12-01T12:00:00", "2024-12-01T11:00:00Z")]
    [InlineData("2024-10-27T02:30:00", "2024-10-27T00:30:00Z")]
    public void Match_TimeWithoutZone_UsesTheEarlierMomentInTheZone(string property, string operand) =>
        Assert.True(Engine.Match("is_date_exact", $"\"{operand}\"", property, zone: Berlin));

    [Fact]
    public void Match_TimeSkippedByTheClocks_IsUndecided() =>
        Assert.Null(Engine.Match("is_date_after", "\"1999-01-01\"", "2024-03-31T02:30:00", zone: Berlin));

    [Theory]
    [InlineData("30m")]
    [InlineData("-7d")]
    [InlineData("12h")]
    public void Match_SameSpanOnBothSidesWhileTimePasses_AreEqual(string span)
    {
        var clock = new AdvancingClock();
        var context = Engine.Person(("k", span));
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.Property("k", "is_date_exact", $"\"{span}\""))));

        Assert.True(new FlagEvaluator(clock).Evaluate(set, set[0], context).IsEnabled);
    }

    [Fact]
    public void TryResolve_RelativeDateAcrossDaylightSaving_KeepsTheWallClockTime()
    {
        // 30 March 2026, noon in Berlin (UTC+2). One day earlier, noon was in summer time too; two days earlier, it was in winter time (UTC+1).
        DateTimeOffset now = new(2026, 3, 30, 10, 0, 0, TimeSpan.Zero);
        Assert.True(RelativeDate.TryParse("2d", out RelativeDate date));

        Assert.True(date.TryResolve(now, Berlin, out Instant instant));

        Assert.Equal(new DateTimeOffset(2026, 3, 28, 11, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), instant.Seconds);
    }

    [Fact]
    public void TryResolve_ManyMonths_EqualsOneMonthAtATime()
    {
        DateTime start = new(2026, 3, 31, 8, 0, 0);
        DateTime expected = start;
        for (int months = 1; months <= 600; months++)
        {
            expected = expected.AddMonths(-1);
            Assert.True(RelativeDate.TryParse($"{months}m", out RelativeDate date));
            Assert.True(date.TryResolve(new DateTimeOffset(start, TimeSpan.Zero), TimeZoneInfo.Utc, out Instant instant));
            Assert.Equal(new DateTimeOffset(expected, TimeSpan.Zero).ToUnixTimeSeconds(), instant.Seconds);
        }
    }

    private sealed class AdvancingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromTicks(1);
    }
}
