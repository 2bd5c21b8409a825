using System.Text.Json;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Each section of a variant's configuration kept its whole path, so a payload of 40 kB with a long name above many members took 80 MB.</summary>
[Trait("Promise", "SC-06")]
public sealed class SectionPathsFillMemoryTests
{
    private const int Members = 2_000;

    [Fact]
    public void Create_LongNameAboveManyMembers_TakesMemoryInProportion()
    {
        string members = string.Join(',', Enumerable.Range(0, Members).Select(static member => $"\"m{member}\":1"));
        JsonElement payload = JsonElement.Parse($$"""{"{{new string('a', 20_000)}}":{ {{members}} } }""");
        long before = GC.GetAllocatedBytesForCurrentThread();

        var section = JsonSection.Create("flag", payload);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Equal($"flag:{new string('a', 20_000)}:m7", section.GetChildren().Single().GetSection("m7").Path);
    }
}
