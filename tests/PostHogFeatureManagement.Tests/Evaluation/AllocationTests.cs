using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Evaluation allocates nothing, for any caller and any properties (architecture §5).</summary>
[Trait("Promise", "EV-01")]
public class AllocationTests
{
    public static TheoryData<string, object?> Filters => new()
    {
        { Engine.Property("k", "exact", "[\"a\",\"b\"]"), "Ä text" },
        { Engine.Property("k", "exact", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]"), "Über" },
        { Engine.Property("k", "exact", "\"x\""), 12 },
        { Engine.Property("k", "exact", "\"x\""), 1.5m },
        { Engine.Property("k", "exact", "\"x\""), DayOfWeek.Friday },
        { Engine.Property("k", "exact", "\"x\""), Guid.Empty },
        { Engine.Property("k", "exact", "\"x\""), new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { Engine.Property("k", "exact", "\"x\""), new List<string> { "a", "b" } },
        { Engine.Property("k", "exact", "\"x\""), new[] { 1, 2, 3 } },
        { Engine.Property("k", "exact", "\"x\""), JsonElement.Parse("\"a\\u00e9\"") },
        { Engine.Property("k", "exact", "\"x\""), JsonElement.Parse("[1,2.5,\"x\"]") },
        { Engine.Property("k", "icontains", "\"x\""), new string('y', 3000) },
        { Engine.Property("k", "gt", "\"5\""), "10.5" },
        { Engine.Property("k", "between", "[1,2]"), 1.5 },
        { Engine.Property("k", "regex", "\"^a.*b$\""), "axxxb" },
        { Engine.Property("k", "regex", "\"^ä\""), "äxxxb" },
        { Engine.Property("k", "regex", "\"(?i)straße.{0,200}x\""), "Straße 😀 x" },
        { Engine.Property("k", "not_regex", "\"^(?=a)(.)\\\\1\""), "aab" },
        { Engine.Property("k", "semver_gte", "\"1.2.3\""), "1.2.4-rc.1+build" },
        { Engine.Property("k", "semver_caret", "\"1.2.3\""), "1.2.4" },
        { Engine.Property("k", "is_date_before", "\"-7d\""), "2024-01-02T03:04:05.123Z" },
        { Engine.Property("k", "is_date_after", "\"-2m\""), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
        { Engine.InCohort(1), "a" },
        { Engine.DependsOn("base"), "a" },
    };

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public void Evaluate_AnyFilter_AllocatesNothing(string filter, object? property)
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(filter, ""","rollout_percentage":99""")) + "," + Engine.Flag("""{"groups":[{"rollout_percentage":50}]}""", "base"),
            Engine.Cohorts($$"""{"type":"OR","values":[{{Engine.Property("k", "exact", "\"b\"")}},{{Engine.Property("k", "ends_with", "\"a\"", ""","negation":true""")}}]}"""));
        PostHogContext[] callers = [.. Enumerable.Range(0, 64).Select(i => new PostHogContext($"user-{i}") { PersonProperties = new Dictionary<string, object?> { ["k"] = property } })];

        Assert.Equal(0, Allocated(set, callers));
    }

    [Fact]
    public void Evaluate_VariantsGroupsAndLongIds_AllocatesNothing()
    {
        FlagSet set = Engine.Compile(Engine.Flag(
            """
            {"groups":[{"aggregation_group_type_index":0,"rollout_percentage":10},{"rollout_percentage":90}],"holdout":{"id":1,"exclusion_percentage":5},
            "multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]},"payloads":{"a":"1"}}
            """));
        PostHogContext[] callers =
        [
            .. Enumerable.Range(0, 64).Select(i => new PostHogContext(new string('é', i * 10) + i)
            {
                Groups = new Dictionary<string, PostHogGroup> { ["company"] = new(new string('g', i * 100) + i) },
            }),
        ];

        Assert.Equal(0, Allocated(set, callers));
    }

    private static long Allocated(FlagSet set, PostHogContext[] callers)
    {
        var results = new Verdict[set.Count];
        long allocated = 0;

        // The first rounds may compile code, grow pools and fill caches. A later round must not allocate.
        for (int round = 0; round < 40; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (PostHogContext caller in callers)
            {
                Engine.Evaluator.Evaluate(set, set[0], caller);
                Engine.Evaluator.DecideAll(set, caller, propertiesAreComplete: false, results);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated == 0)
            {
                return 0;
            }
        }

        return allocated;
    }
}
