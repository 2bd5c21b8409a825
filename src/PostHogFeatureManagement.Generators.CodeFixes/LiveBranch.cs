using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace PostHogFeatureManagement.Generators.CodeFixes;

/// <summary>Puts the branch that runs in the place of a decision.</summary>
internal static class LiveBranch
{
    /// <param name="root">The file.</param>
    /// <param name="decision">An <c>if</c> or <c>?:</c> in it.</param>
    /// <param name="isMet">Whether the condition is met.</param>
    public static SyntaxNode Keep(SyntaxNode root, SyntaxNode decision, bool isMet) => decision switch
    {
        ConditionalExpressionSyntax choice => root.ReplaceNode(choice, Expression(isMet ? choice.WhenTrue : choice.WhenFalse).WithTriviaFrom(choice)),
        IfStatementSyntax choice => Keep(root, choice, isMet ? choice.Statement : choice.Else?.Statement),
        _ => root,
    };

    // The place may bind more tightly than what was chosen.
    private static ExpressionSyntax Expression(ExpressionSyntax chosen) =>
        chosen is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? chosen
            : SyntaxFactory.ParenthesizedExpression(chosen.WithoutTrivia()).WithAdditionalAnnotations(Simplifier.Annotation);

    private static SyntaxNode Keep(SyntaxNode root, IfStatementSyntax choice, StatementSyntax? live)
    {
        if (live is null)
        {
            return Remove(root, choice);
        }

        if (live is BlockSyntax block && choice.Parent is BlockSyntax && !block.Statements.Any(static statement => Declares(statement)))
        {
            IEnumerable<StatementSyntax> statements = block.Statements.Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation));
            return block.Statements.Count == 0
                ? Remove(root, choice)
                : root.ReplaceNode(choice, WithTrivia([.. statements], choice));
        }

        return root.ReplaceNode(choice, live.WithTriviaFrom(choice).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxNode Remove(SyntaxNode root, IfStatementSyntax choice) => choice.Parent switch
    {
        ElseClauseSyntax { Parent: IfStatementSyntax outer } => root.ReplaceNode(outer, outer.WithElse(null).WithTrailingTrivia(outer.GetTrailingTrivia())),
        GlobalStatementSyntax global => root.RemoveNode(global, SyntaxRemoveOptions.KeepExteriorTrivia)!,
        BlockSyntax => root.RemoveNode(choice, SyntaxRemoveOptions.KeepNoTrivia)!,
        _ => root.ReplaceNode(choice, SyntaxFactory.Block().WithTriviaFrom(choice)),
    };

    private static StatementSyntax[] WithTrivia(StatementSyntax[] statements, IfStatementSyntax choice)
    {
        int last = statements.Length - 1;
        statements[0] = statements[0].WithLeadingTrivia(choice.GetLeadingTrivia());
        statements[last] = statements[last].WithTrailingTrivia(choice.GetTrailingTrivia());
        return statements;
    }

    // A name that was declared in the branch could be there already outside it.
    private static bool Declares(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax
        || statement.DescendantNodes().Any(static node => node is SingleVariableDesignationSyntax);
}
