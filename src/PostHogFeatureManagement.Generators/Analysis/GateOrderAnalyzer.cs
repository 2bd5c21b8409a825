using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Finds middleware that checks a person's flag before authentication has run, so that everyone is a visitor to it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GateOrderAnalyzer : DiagnosticAnalyzer
{
    private const string Authentication = "UseAuthentication";
    private const string Gates = "UsePostHogGates";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.GateBeforeUser];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        INamedTypeSymbol? middleware = context.Compilation.GetTypeByMetadataName("Microsoft.FeatureManagement.UseForFeatureExtensions");
        INamedTypeSymbol? posthog = context.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.PostHogApplicationBuilderExtensions");
        if (CatalogReader.Read(context.Options, context.Compilation, context.CancellationToken) is not { } known)
        {
            return;
        }

        context.RegisterOperationAction(
            action =>
            {
                var invocation = (IInvocationOperation)action.Operation;
                INamedTypeSymbol type = invocation.TargetMethod.ContainingType;
                if (SymbolEqualityComparer.Default.Equals(type, middleware) && RunsBeforeAuthentication(invocation.Syntax))
                {
                    ReportNames(invocation, known, action);
                }
                else if (invocation.TargetMethod.Name == Gates && SymbolEqualityComparer.Default.Equals(type, posthog) && RunsBeforeAuthentication(invocation.Syntax))
                {
                    ReportGates(invocation, known, action);
                }
            },
            OperationKind.Invocation);
    }

    private static void ReportNames(IInvocationOperation invocation, KnownFeatures known, OperationAnalysisContext context)
    {
        foreach (NameUse use in invocation.Arguments.SelectMany(static argument => NameUse.In(argument.Value)))
        {
            if (known.FlagOf(use.Name)?.Audience == FlagAudience.Persons)
            {
                Report(use.Syntax, $"The flag '{use.Name}' depends on the person, but it is checked", context);
            }
        }
    }

    // It checks the gates of all endpoints, wherever they are declared.
    private static void ReportGates(IInvocationOperation invocation, KnownFeatures known, OperationAnalysisContext context)
    {
        if (known.FirstFor(FlagAudience.Persons) is { } flag)
        {
            SyntaxNode name = invocation.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } ? member.Name : invocation.Syntax;
            Report(name, $"{Gates}() checks flags that depend on the person, such as '{flag.Key}', but it runs", context);
        }
    }

    private static void Report(SyntaxNode place, string what, OperationAnalysisContext context) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.GateBeforeUser, place.GetLocation(), what, $"{Authentication}()"));

    /// <summary>
    /// Whether the same method calls <c>UseAuthentication()</c> only later. If it does not call it, a <c>WebApplication</c> has authenticated before.
    /// </summary>
    private static bool RunsBeforeAuthentication(SyntaxNode syntax)
    {
        if (syntax is not InvocationExpressionSyntax gate)
        {
            return false;
        }

        SyntaxNode? body = gate.Ancestors().FirstOrDefault(static node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax);
        int position = PositionOf(gate);
        int[] authentications =
        [
            .. (body?.DescendantNodes() ?? [])
                .OfType<InvocationExpressionSyntax>()
                .Where(call => NameOf(call) == Authentication && !gate.ArgumentList.Span.Contains(call.Span))
                .Select(PositionOf),
        ];
        return authentications.Length > 0 && authentications.All(authentication => authentication > position);
    }

    private static string? NameOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text;

    // In a chain of calls, only the names stand one after the other.
    private static int PositionOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member ? member.Name.SpanStart : call.SpanStart;
}
