using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>
/// Compiles the documentation's C# code against the library. Code with <c>using</c> directives is a whole file of a web application, with only the web SDK's
/// imports. Any other code is a fragment. It is placed in <see cref="Surroundings"/>, either as the statements of a method or as members of the class,
/// whichever compiles.
/// </summary>
internal static class SnippetCompiler
{
    private const string WebSdk = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private const string Library = """
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.FeatureManagement;
        global using Microsoft.FeatureManagement.Mvc;
        global using PostHogFeatureManagement;
        global using PostHogFeatureManagement.Emulator;
        global using PostHogFeatureManagement.Testing;
        global using Microsoft.AspNetCore.Mvc.Testing;
        global using Xunit;
        """;

    /// <summary>Declares the names that fragments use without declaring them.</summary>
    private const string Surroundings = """
        public sealed class Program;

        internal sealed class Surroundings(
            string[] args,
            WebApplicationBuilder builder,
            WebApplication app,
            IHost factory,
            IVariantFeatureManager features,
            IPostHogFlags flags,
            IPostHogEvents events,
            string name,
            string id,
            string json) : Controller
        {
            private static string Search() => string.Empty;

        """;

    // A program, which no application references.
    private const string Tool = "PostHogFeatureManagement.Emulator.Tool.";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => !Path.GetFileName(file).StartsWith(Tool, StringComparison.Ordinal))
            .Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Returns the compiler's errors and warnings. Empty if the code compiles.</summary>
    public static IReadOnlyList<string> Compile(string code)
    {
        if (SyntaxFactory.ParseCompilationUnit(code, options: Language).Usings.Count > 0)
        {
            return CompileProgram(code);
        }

        IReadOnlyList<string> asStatements = CompileFragment($"private async Task Method()\n{{\n{code}\nawait Task.CompletedTask;\n}}");
        IReadOnlyList<string> asMembers = asStatements.Count == 0 ? [] : CompileFragment(code);
        return asStatements.Count <= asMembers.Count ? asStatements : asMembers;
    }

    /// <summary>Compiles a whole file of a web application, with other files.</summary>
    public static IReadOnlyList<string> CompileProgram(string code, params string[] others) =>
        Compile(OutputKind.ConsoleApplication, [WebSdk, code, .. others]);

    private static IReadOnlyList<string> CompileFragment(string members) =>
        Compile(OutputKind.DynamicallyLinkedLibrary, WebSdk, Library, $"{Surroundings}{members}\n}}");

    private static IReadOnlyList<string> Compile(OutputKind kind, params string[] files)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            files.Select(static file => CSharpSyntaxTree.ParseText(file, Language)),
            References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([UnreadParameter, UnusedVariable, OlderReference]));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(static problem => problem.Severity >= DiagnosticSeverity.Warning && !problem.IsSuppressed)
                .Select(static problem => problem.ToString()),
        ];
    }

    // A fragment uses only some of its surroundings and may declare variables that it does not use.
    private static KeyValuePair<string, ReportDiagnostic> UnreadParameter { get; } = new("CS9113", ReportDiagnostic.Suppress);

    // The packages for tests were compiled against an older framework.
    private static KeyValuePair<string, ReportDiagnostic> OlderReference { get; } = new("CS1701", ReportDiagnostic.Suppress);

    private static KeyValuePair<string, ReportDiagnostic> UnusedVariable { get; } = new("CS0219", ReportDiagnostic.Suppress);
}
