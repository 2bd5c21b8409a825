using System.Text.Json;
using Microsoft.Playwright;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Deque's axe, which finds faults of accessibility in a page.</summary>
internal static class Axe
{
    private const string Run = """
        async () => JSON.stringify((await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "cat.keyboard"] }))
          .violations.flatMap(found => found.nodes.map(node => `${found.id}: ${node.target.join(" ")} (${node.failureSummary.replaceAll(/\s+/g, " ")})`)))
        """;

    /// <summary>Loads the page again, with axe.</summary>
    public static async Task AddAsync(IPage page)
    {
        string folder = await NpmPackages.RequireAsync("axe-core@4.14.1");
        await page.AddInitScriptAsync(scriptPath: Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"));
        await page.ReloadAsync();
    }

    /// <summary>Asserts that the page, as it is now, has no fault.</summary>
    public static async Task AssertNoneAsync(IPage page, string state)
    {
        string[] faults = JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run))!;
        Assert.True(faults.Length == 0, $"{state}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }
}
