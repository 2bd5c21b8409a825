using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>A feature's name in code.</summary>
/// <param name="Name">The name.</param>
/// <param name="Syntax">What gives it.</param>
internal readonly record struct NameUse(string Name, SyntaxNode Syntax)
{
    public bool IsLiteral => Syntax is LiteralExpressionSyntax;

    /// <summary>The names in an argument that are known while compiling.</summary>
    public static IEnumerable<NameUse> In(IOperation? value)
    {
        if (value is null)
        {
            return [];
        }

        if (value.ConstantValue is { HasValue: true, Value: string name })
        {
            return name.Length == 0 ? [] : [new NameUse(name, value.Syntax)];
        }

        return value switch
        {
            // [FeatureGate] takes the name of an enumeration's member.
            IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum } member } => [new NameUse(member.Name, value.Syntax)],
            IConversionOperation conversion => In(conversion.Operand),
            IArrayCreationOperation { Initializer: { } list } => list.ElementValues.SelectMany(In),
            ICollectionExpressionOperation list => list.Elements.SelectMany(In),
            IConditionalOperation choice => In(choice.WhenTrue).Concat(In(choice.WhenFalse)),
            _ => [],
        };
    }
}
