using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Checks the names of features in C# code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FeatureNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [Rules.UnknownFeature, Rules.OtherCase, Rules.LiteralName, Rules.ConstantFlag];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // Razor's generated code has names in no form that could be seen, so pages are read as text.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (CatalogReader.Read(context.Options, context.Compilation, context.CancellationToken) is not { } known)
        {
            return;
        }

        var methods = new FeatureMethods(context.Compilation);
        context.RegisterOperationAction(action => Analyze((IInvocationOperation)action.Operation, methods, known, action), OperationKind.Invocation);
        context.RegisterOperationAction(
            action =>
            {
                var creation = (IObjectCreationOperation)action.Operation;
                Analyze(creation.Constructor, creation.Arguments, methods, known, action);
            },
            OperationKind.ObjectCreation);
    }

    private static void Analyze(IInvocationOperation invocation, FeatureMethods methods, KnownFeatures known, OperationAnalysisContext context)
    {
        if (known.Constants.KeyOfCheck(invocation.TargetMethod) is { } key)
        {
            Report(NameReport.OfConstantFlag(key, NameOf(invocation).GetLocation(), known), context);
        }
        else
        {
            Analyze(invocation.TargetMethod, invocation.Arguments, methods, known, context);
        }
    }

    private static void Analyze(
        IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments, FeatureMethods methods, KnownFeatures known, OperationAnalysisContext context)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (method is null || argument.Parameter is not { } parameter || !methods.TakesNames(method, parameter))
            {
                continue;
            }

            foreach (NameUse use in NameUse.In(argument.Value))
            {
                Location location = use.Syntax.GetLocation();
                Report(NameReport.OfName(use.Name, location, known), context);
                Report(NameReport.OfConstantFlag(use.Name, location, known), context);
                Report(use.IsLiteral ? NameReport.OfLiteral(use.Name, location, known) : null, context);
            }
        }
    }

    private static SyntaxNode NameOf(IInvocationOperation invocation) =>
        invocation.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } ? member.Name : invocation.Syntax;

    private static void Report(Diagnostic? diagnostic, OperationAnalysisContext context)
    {
        if (diagnostic is not null)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
