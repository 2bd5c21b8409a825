using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PostHogFeatureManagement.Generators.CodeFixes;

/// <summary>An <c>if</c> or <c>?:</c> whose whole condition is <c>IsEnabledAsync</c>, or its negation.</summary>
/// <param name="Decision">The statement or expression.</param>
/// <param name="IsNegated">Whether the condition is negated.</param>
internal sealed record FlagCheck(SyntaxNode Decision, bool IsNegated)
{
    /// <param name="name">The name of the feature, or of the method that checks it.</param>
    public static FlagCheck? Find(SyntaxNode name)
    {
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || !IsCheck(call))
        {
            return null;
        }

        bool isNegated = false;
        SyntaxNode condition = call;
        while (condition.Parent is { } parent)
        {
            switch (parent)
            {
                case AwaitExpressionSyntax or ParenthesizedExpressionSyntax:
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax }:
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } }:
                    break;
                case PrefixUnaryExpressionSyntax negation when negation.IsKind(SyntaxKind.LogicalNotExpression):
                    isNegated = !isNegated;
                    break;
                case IfStatementSyntax decision when decision.Condition == condition:
                    return new FlagCheck(decision, isNegated);
                case ConditionalExpressionSyntax decision when decision.Condition == condition:
                    return new FlagCheck(decision, isNegated);
                default:
                    return null;
            }

            condition = parent;
        }

        return null;
    }

    private static bool IsCheck(InvocationExpressionSyntax call)
    {
        string name = call.Expression is MemberAccessExpressionSyntax member ? member.Name.Identifier.Text : string.Empty;
        return name.StartsWith("Is", StringComparison.Ordinal) && name.EndsWith("EnabledAsync", StringComparison.Ordinal);
    }
}
