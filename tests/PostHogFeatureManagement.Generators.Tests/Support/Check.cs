using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using PostHogFeatureManagement.Generators.Analysis;

namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>Runs an analyzer with the generator, over code and files that mark where they expect which diagnostic: <c>{|PHFM010:"x"|}</c>.</summary>
internal static class Check
{
    private const string Usings =
        """
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.FeatureManagement;
        using Microsoft.FeatureManagement.AspNetCore;
        using Microsoft.FeatureManagement.Mvc;
        using PostHogFeatureManagement;

        """;

    /// <param name="code">Members of a class.</param>
    /// <param name="files">Further files.</param>
    public static Task CodeAsync<TAnalyzer>(string code, params (string Name, string Text)[] files)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        RunAsync(new FeatureTest<TAnalyzer>(), WithFlags(code), FlagsJson.Shop, files);

    public static Task FileAsync(string name, string text, string flags = FlagsJson.Shop, params (string Name, string Text)[] others) =>
        RunAsync(new FeatureTest<FileNameAnalyzer>(), "class Application { }", flags, [(name, text), .. others]);

    public static Task WithoutFlagsAsync<TAnalyzer>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        RunAsync(new FeatureTest<TAnalyzer>(), $"{Usings}{Class(code)}", flags: null, []);

    /// <param name="code">Members of a class.</param>
    /// <param name="fixedCode">The same after the fix.</param>
    public static Task FixAsync<TAnalyzer, TFix>(string code, string fixedCode)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new FixTest<TAnalyzer, TFix> { FixedCode = WithFlags(fixedCode) };
        test.FixedState.InheritanceMode = StateInheritanceMode.AutoInheritAll;
        test.FixedState.MarkupHandling = MarkupMode.Allow;

        // The generator's work is a file here: what generators make is not in the workspace in which these tests apply fixes.
        string flags = new GeneratorRun(FlagsJson.Shop).Source;
        test.TestState.Sources.Add(WithFlags(code));
        test.TestState.Sources.Add(("Flags.cs", flags));
        test.FixedState.Sources.Add(("Flags.cs", flags));
        return RunAsync(test, FlagsJson.Shop, []);
    }

    private static string WithFlags(string members) => $"{Usings}using App;\n{Class(members)}";

    private static string Class(string members) => $"class Application\n{{\n{members.ReplaceLineEndings("\n")}\n}}\n";

    private static Task RunAsync(AnalyzerTest<DefaultVerifier> test, string code, string? flags, (string Name, string Text)[] files)
    {
        test.TestState.Sources.Add(code);
        return RunAsync(test, flags, files);
    }

    private static Task RunAsync(AnalyzerTest<DefaultVerifier> test, string? flags, (string Name, string Text)[] files)
    {
        test.ReferenceAssemblies = TestReferences.None;
        test.TestBehaviors |= TestBehaviors.SkipGeneratedSourcesCheck;
        test.TestState.AdditionalReferences.AddRange(TestReferences.All);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", TestConfig.Text()));
        foreach ((string name, string text) in files)
        {
            test.TestState.AdditionalFiles.Add((TestConfig.Root + name, text));
        }

        if (flags is not null)
        {
            test.TestState.AdditionalFiles.Add((TestConfig.Root + FlagsJson.Name, flags));
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class FeatureTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(FlagsGenerator)];
    }

    private sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new();
}
