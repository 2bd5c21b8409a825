using Microsoft.CodeAnalysis;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests;

[Trait("Promise", "DX-06")]
public sealed class FlagsGeneratorTests
{
    [Fact]
    public void Generate_RepeatedFromScratch_GivesTheSameText()
    {
        string first = new GeneratorRun(FlagsJson.Shop).Source;
        string second = new GeneratorRun(FlagsJson.Shop).Source;

        Assert.Equal(first, second);
        Assert.DoesNotContain('\r', first);
    }

    [Fact]
    public void Generate_FlagsInAnotherOrder_GivesTheSameText() =>
        Assert.Equal(new GeneratorRun(FlagsJson.Of("a-b", "beta", "a_b")).Source, new GeneratorRun(FlagsJson.Of("a_b", "a-b", "beta")).Source);

    [Fact]
    public void Generate_CodeEdited_DoesNothing()
    {
        var run = new GeneratorRun(FlagsJson.Shop);
        _ = run.Source;

        run.EditCode("class Other { }");

        Assert.All(run.Reasons(FlagsGenerator.FilesStep), AssertCached);
        Assert.All(run.Reasons(FlagsGenerator.OutputStep), AssertCached);
    }

    [Fact]
    public void Generate_FileSavedWithoutAChange_WritesNothing()
    {
        var run = new GeneratorRun(FlagsJson.Shop);
        _ = run.Source;

        run.EditFile(FlagsJson.Shop);

        Assert.All(run.Reasons(FlagsGenerator.FilesStep), AssertCached);
        Assert.All(run.Reasons(FlagsGenerator.OutputStep), AssertCached);
    }

    [Fact]
    public void Generate_FileChanged_WritesTheNewFlags()
    {
        var run = new GeneratorRun(FlagsJson.Of("beta"));
        _ = run.Source;

        run.EditFile(FlagsJson.Of("gamma"));

        Assert.Contains(run.Reasons(FlagsGenerator.OutputStep), static reason => reason == IncrementalStepRunReason.Modified);
        Assert.Contains("Gamma = \"gamma\"", run.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_WithoutAFile_WritesNothing() => Assert.Empty(new GeneratorRun([]).Result.GeneratedSources);

    [Fact]
    public void Generate_TwoFiles_MergesThem()
    {
        string source = new GeneratorRun([new TestFile("/app/b.json", FlagsJson.Of("beta", "both")), new TestFile("/app/a.json", FlagsJson.Of("alpha", "both"))]).Source;

        Assert.Contains("new string[] { Alpha, Beta, Both }", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-app.web", "Flags", "namespace my_app.web", "class Flags")]
    [InlineData("class.2fast", "Flags", "namespace @class._2fast", "class Flags")]
    [InlineData("App", "event", "namespace App", "class @event")]
    [InlineData("App", "Shop Flags", "namespace App", "class Shop_Flags")]
    public void Generate_OddSettings_Compiles(string rootNamespace, string name, string expectedNamespace, string expectedClass)
    {
        string source = new GeneratorRun(FlagsJson.Shop, ("RootNamespace", rootNamespace), ("PostHogFlagsClass", name)).Source;

        Assert.Contains(expectedNamespace + "\n", source, StringComparison.Ordinal);
        Assert.Contains(expectedClass + "\n", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_NoNamespace_IsGlobal()
    {
        string source = new GeneratorRun(FlagsJson.Shop, ("PostHogFlagsClass", "Flags")).Source;

        Assert.DoesNotContain("namespace", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_OwnNamespace_WinsOverTheRoot() => Assert.Contains(
        "namespace App.Generated\n",
        new GeneratorRun(FlagsJson.Shop, ("RootNamespace", "App"), ("PostHogFlagsNamespace", "App.Generated")).Source,
        StringComparison.Ordinal);

    private static void AssertCached(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());
}
