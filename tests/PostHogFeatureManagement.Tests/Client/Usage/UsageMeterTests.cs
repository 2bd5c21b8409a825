using System.Net;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Usage;

[Trait("Promise", "DF-08")]
public sealed class UsageMeterTests
{
    private const string Budget = "PostHog:Definitions:MonthlyUnitBudget";
    private static readonly string Continuity =
        Library.Definitions("""{"id":2,"key":"c","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{}]}}""");

    [Fact]
    public async Task Status_AfterRequests_CountsThemByKind()
    {
        await using var library = new Library(
            new StubHandler().Json(Continuity, HttpStatusCode.OK, ("ETag", "\"1\"")).Status(HttpStatusCode.NotModified).Status(HttpStatusCode.NotModified)
                .Status(HttpStatusCode.Unauthorized).Flags("c"));
        DateTimeOffset since = Usage(library).Since;
        for (int i = 0; i < 4; i++)
        {
            await library.RefreshAsync();
        }

        await library.Flags.GetFlagAsync("c", new PostHogContext("u"));

        Assert.Equal((1L, 2L, 1L, 13L), (Usage(library).DefinitionsSent, Usage(library).DefinitionsUnchanged, Usage(library).Evaluations, Usage(library).Units));
        Assert.Equal(since, Usage(library).Since);
    }

    [Theory]
    [InlineData(0, 10, 0, 7_200)]
    [InlineData(0.5, 10, 0, 7_200)]
    [InlineData(10, 10, 0, 720)]
    [InlineData(10, 0, 10, 720)]
    [InlineData(100, 10, 0, 0)]
    [InlineData(100, 0, 24, 720)]
    public async Task ProjectedMonthlyUnits_SomeHours_AreTheRateOfTheLastDay(double hours, int unitsAtStart, int unitsAtEnd, long expected)
    {
        await using var library = new Library(new StubHandler());
        UsageMeter meter = library.Get<UsageMeter>();
        Count(meter, unitsAtStart);
        library.Clock.Advance(TimeSpan.FromHours(hours));
        Count(meter, unitsAtEnd);

        // The last of 24 hours is still going on.
        double tolerance = hours > 24 ? 0.05 : 0;
        Assert.InRange(meter.Current.ProjectedMonthlyUnits, expected * (1 - tolerance), expected * (1 + tolerance));
    }

    [Fact]
    public async Task ProjectedMonthlyUnits_SteadyRate_StaysTheSame()
    {
        await using var library = new Library(new StubHandler());
        UsageMeter meter = library.Get<UsageMeter>();
        for (int minute = 0; minute < 60 * 50; minute++)
        {
            meter.Count(RequestKind.DefinitionsUnchanged);
            library.Clock.Advance(TimeSpan.FromMinutes(1));
            if (minute > 60)
            {
                Assert.InRange(meter.Current.ProjectedMonthlyUnits, 43_200 * 0.95, 43_200 * 1.05);
            }
        }
    }

    [Fact]
    public async Task Count_OverBudget_WarnsOnceADay()
    {
        await using var library = new Library(new StubHandler(), (Budget, "1000"));
        UsageMeter meter = library.Get<UsageMeter>();
        meter.Count(RequestKind.Evaluation);
        Assert.Equal(0, library.Logs.CountOf(LogEvents.UnitBudgetExceeded));

        for (int hour = 0; hour < 47; hour++)
        {
            Count(meter, 5);
            library.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, library.Logs.CountOf(LogEvents.UnitBudgetExceeded));
        Assert.Contains("more than PostHog:Definitions:MonthlyUnitBudget (1000)", library.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_WithoutBudget_NeverWarns()
    {
        await using var library = new Library(new StubHandler());

        Count(library.Get<UsageMeter>(), 10_000);

        Assert.Equal(0, library.Logs.CountOf(LogEvents.UnitBudgetExceeded));
    }

    private static void Count(UsageMeter meter, int units)
    {
        for (int i = 0; i < units; i++)
        {
            meter.Count(RequestKind.Evaluation);
        }
    }

    private static PostHogUsage Usage(Library library) => library.Get<IPostHogDefinitions>().Status.Usage;
}
