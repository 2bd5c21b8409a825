using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>Runs of the generator over a compilation, one after the other.</summary>
internal sealed class GeneratorRun
{
    private GeneratorDriver _driver;
    private Compilation _compilation;
    private TestFile[] _files;

    public GeneratorRun(string json, params (string Name, string Value)[] properties)
        : this([new TestFile("/app/posthog.flags.json", json)], properties)
    {
    }

    public GeneratorRun(TestFile[] files, params (string Name, string Value)[] properties)
    {
        _files = files;
        _compilation = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText("class Application { }")],
            TestReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error));
        _driver = CSharpGeneratorDriver.Create(
            [new FlagsGenerator().AsSourceGenerator()],
            files,
            new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose),
            new TestOptions(properties.Length == 0 ? [("RootNamespace", "App")] : properties),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>The generated code. It must compile without a warning.</summary>
    public string Source
    {
        get
        {
            _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
            Assert.DoesNotContain(output.GetDiagnostics(), static problem => problem.Severity >= DiagnosticSeverity.Warning);
            return Assert.Single(Result.GeneratedSources).SourceText.ToString();
        }
    }

    /// <summary>The compiled application.</summary>
    public Assembly Load()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
        using var assembly = new MemoryStream();
        Assert.True(output.Emit(assembly).Success);
        return Assembly.Load(assembly.ToArray());
    }

    public GeneratorRunResult Result
    {
        get
        {
            _driver = _driver.RunGenerators(_compilation);
            GeneratorRunResult result = Assert.Single(_driver.GetRunResult().Results);
            Assert.Null(result.Exception);
            return result;
        }
    }

    public IEnumerable<string> Problems => Result.Diagnostics.Select(static problem =>
        $"{problem.Id} {problem.Location.GetLineSpan().StartLinePosition} {problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");

    /// <summary>What the last run did in a step.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    public void EditCode(string code) => _compilation = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code));

    public void EditFile(string json)
    {
        TestFile file = new(_files[0].Path, json);
        _driver = _driver.ReplaceAdditionalText(_files[0], file);
        _files = [file, .. _files[1..]];
    }
}
