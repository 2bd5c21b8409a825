using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Packages.Tests.Support;

namespace PostHogFeatureManagement.Packages.Tests;

/// <summary>Applications outside of the repository that use the packages.</summary>
public sealed partial class PackageUseTests(PackedFeed feed)
{
    /// <summary>Except for the one with mistakes, warnings are errors in all applications.</summary>
    [Fact]
    [Trait("Promise", "DX-04")]
    public async Task Build_Applications_HaveOnlyTheWarningsOfTheMistakes()
    {
        string output = await feed.BuildConsumerAsync();

        Assert.Equal(
            [
                "Pages/Cart.razor PHFM010", "Pages/Index.cshtml PHFM010", "Pages/Index.cshtml PHFM012", "Program.cs PHFM010", "Program.cs PHFM015",
                "appsettings.json PHFM010",
            ],
            WarningsIn(output).Select(static warning => $"{warning.File} {warning.Id}").Order(StringComparer.Ordinal));
    }

    /// <summary>The packed analyzers load in the compiler, and their warnings name the place.</summary>
    [Theory]
    [InlineData("PHFM010", "Program.cs", "\"new-chekout\"")]
    [InlineData("PHFM015", "Program.cs", "\"headline\"")]
    [InlineData("PHFM010", "Pages/Index.cshtml", "new-checkuot")]
    [InlineData("PHFM012", "Pages/Index.cshtml", "loud")]
    [InlineData("PHFM010", "Pages/Cart.razor", "new-cart")]
    [InlineData("PHFM010", "appsettings.json", "\"sael\"")]
    [Trait("Promise", "DX-06")]
    public async Task Build_WrongName_IsReportedAtItsPlace(string id, string file, string text)
    {
        string output = await feed.BuildConsumerAsync();

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(feed.Consumer, "Mistakes", file));
        int line = Array.FindIndex(lines, candidate => candidate.Contains(text, StringComparison.Ordinal));
        int column = lines[line].IndexOf(text, StringComparison.Ordinal);
        Assert.Contains(new Warning(file, line + 1, column + 1, id), WarningsIn(output));
    }

    [Fact]
    [Trait("Promise", "DX-04")]
    public async Task Shop_Running_AnswersFromItsFlags()
    {
        await feed.BuildConsumerAsync();
        string folder = Path.Combine(feed.Consumer, "Shop");
        using Process shop = CommandLine.Start(folder, feed.ProgramOf("Shop"), ["--environment", "Development", "--urls", "http://127.0.0.1:0"]);
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOfAsync(shop) };

            string page = await client.GetStringAsync("/");
            Assert.Contains("href=\"/checkout\"", page, StringComparison.Ordinal);
            Assert.Contains("Write like you mean it.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"/search\"", page, StringComparison.Ordinal);
            Assert.Equal("The new checkout", await client.GetStringAsync("/checkout"));
            Assert.Equal("Bold", await client.GetStringAsync("/headline"));
            Assert.Equal("15", await client.GetStringAsync("/sale"));
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/search")).StatusCode);
        }
        finally
        {
            CommandLine.End(shop);
        }
    }

    [Fact]
    [Trait("Promise", "DX-04")]
    public async Task TestsOfTheShop_WithTheTestKit_Pass()
    {
        await feed.BuildConsumerAsync();

        string output = await CommandLine.RunAsync(feed.Consumer, feed.ProgramOf("Shop.Tests"), ["-noLogo", "-noColor"]);

        Assert.Contains("Total: 2, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "DX-04")]
    public async Task Tool_Installed_ExportsFlags()
    {
        string tools = Path.Combine(feed.Folder, "tools");
        await CommandLine.RunAsync(
            feed.Folder, "dotnet", ["tool", "install", "PostHogFeatureManagement.Emulator.Tool", "--version", PackedFeed.Version, "--tool-path", tools]);

        string output = await CommandLine.RunAsync(
            feed.Folder, Path.Combine(tools, "posthog-emulator"), ["export", Path.Combine(feed.Consumer, "Shop", "flags.json")]);

        using JsonDocument definitions = JsonDocument.Parse(output);
        Assert.Equal(4, definitions.RootElement.GetProperty("flags").GetArrayLength());
    }

    private static async Task<Uri> AddressOfAsync(Process server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException(await server.StandardError.ReadToEndAsync(limit.Token));
    }

    private IEnumerable<Warning> WarningsIn(string output) => Diagnostic().Matches(output)
        .Select(match => new Warning(
            Path.GetRelativePath(Path.Combine(feed.Consumer, "Mistakes"), match.Groups["file"].Value).Replace('\\', '/'),
            int.Parse(match.Groups["line"].Value, null),
            int.Parse(match.Groups["column"].Value, null),
            match.Groups["id"].Value))
        .Distinct();

    [GeneratedRegex(@"^\s*(?:\d+>)?(?<file>\S[^(\n]*)\((?<line>\d+),(?<column>\d+)\): warning (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Diagnostic();

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    private sealed record Warning(string File, int Line, int Column, string Id);
}
