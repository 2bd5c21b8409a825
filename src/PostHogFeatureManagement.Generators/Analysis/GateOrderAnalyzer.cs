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
        INamedTypeSymbol? gates = context.Compilation.GetTypeByMetadataName("Microsoft.FeatureManagement.UseForFeatureExtensions");
        if (gates is null || CatalogReader.Read(context.Options, context.Compilation, context.CancellationToken) is not { } known)
        {
            return;
        }

        context.RegisterOperationAction(
            action =>
            {
                var invocation = (IInvocationOperation)action.Operation;
                if (SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, gates)
                    && invocation.Syntax is InvocationExpressionSyntax syntax
                    && RunsBeforeAuthentication(syntax))
                {
                    Report(invocation, known, action);
                }
            },
            OperationKind.Invocation);
    }

    private static void Report(IInvocationOperation invocation, KnownFeatures known, OperationAnalysisContext context)
    {
        foreach (NameUse use in invocation.Arguments.SelectMany(static argument => NameUse.In(argument.Value)))
        {
            if (known.FlagOf(use.Name)?.Audience == FlagAudience.Persons)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.GateBeforeUser, use.Syntax.GetLocation(), use.Name, $"{Authentication}()"));
            }
        }
    }

    /// <summary>
    /// Whether the same method calls <c>UseAuthentication()</c> only later. If it does not call it, a <c>WebApplication</c> has authenticated before.
    /// </summary>
    private static bool RunsBeforeAuthentication(InvocationExpressionSyntax gate)
    {
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
