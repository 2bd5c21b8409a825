using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PostHogFeatureManagement.Generators.Analysis;

namespace PostHogFeatureManagement.Generators.CodeFixes;

/// <summary>Removes a check that gives everyone the same, and keeps the branch that runs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConstantFlagFix))]
[Shared]
public sealed class ConstantFlagFix : CodeFixProvider
{
    private const string Title = "Remove the check and keep the branch that runs";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.ConstantFlag.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is { } node
                && FlagCheck.Find(node) is { } check
                && diagnostic.Properties.TryGetValue(NameReport.Live, out string? live))
            {
                bool isMet = (live == "true") != check.IsNegated;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(LiveBranch.Keep(root, check.Decision, isMet))),
                        equivalenceKey: nameof(ConstantFlagFix)),
                    diagnostic);
            }
        }
    }
}
