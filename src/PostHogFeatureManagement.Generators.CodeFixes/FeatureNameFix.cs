using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using PostHogFeatureManagement.Generators.Analysis;

namespace PostHogFeatureManagement.Generators.CodeFixes;

/// <summary>Replaces a feature's name by the right one: by its constant where there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FeatureNameFix))]
[Shared]
public sealed class FeatureNameFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.UnknownFeature.Id, Rules.OtherCase.Id, Rules.LiteralName.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not LiteralExpressionSyntax literal
                || !diagnostic.Properties.TryGetValue(NameReport.Better, out string? name)
                || name is null)
            {
                continue;
            }

            string? constant = diagnostic.Properties.TryGetValue(NameReport.Constant, out string? qualified) ? qualified : null;
            string replacement = constant ?? SymbolDisplay.FormatLiteral(name, quote: true);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Use {replacement.Replace("global::", string.Empty)}",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(literal, Expression(replacement).WithTriviaFrom(literal)))),
                    equivalenceKey: $"{nameof(FeatureNameFix)}:{diagnostic.Id}"),
                diagnostic);
        }
    }

    private static ExpressionSyntax Expression(string text) => SyntaxFactory.ParseExpression(text).WithAdditionalAnnotations(Simplifier.Annotation);
}
