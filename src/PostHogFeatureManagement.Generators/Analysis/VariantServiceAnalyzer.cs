using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Checks that the services of <c>WithVariantService&lt;T&gt;</c> have aliases that are variants: others are never used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VariantServiceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.UnknownVariant];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        INamedTypeSymbol? builder = context.Compilation.GetTypeByMetadataName("Microsoft.FeatureManagement.FeatureManagementBuilderExtensions");
        INamedTypeSymbol? alias = context.Compilation.GetTypeByMetadataName("Microsoft.FeatureManagement.VariantServiceAliasAttribute");
        if (builder is null || alias is null || CatalogReader.Read(context.Options, context.Compilation, context.CancellationToken) is not { } known)
        {
            return;
        }

        context.RegisterOperationAction(
            action =>
            {
                var invocation = (IInvocationOperation)action.Operation;
                if (invocation.TargetMethod is { Name: "WithVariantService", TypeArguments.Length: > 0 } method
                    && SymbolEqualityComparer.Default.Equals(method.ContainingType, builder))
                {
                    Analyze(invocation, method.TypeArguments[0], alias, known, action);
                }
            },
            OperationKind.Invocation);
    }

    private static void Analyze(
        IInvocationOperation invocation, ITypeSymbol service, INamedTypeSymbol alias, KnownFeatures known, OperationAnalysisContext context)
    {
        NameUse[] names = [.. invocation.Arguments.SelectMany(static argument => NameUse.In(argument.Value))];
        if (names.Length != 1)
        {
            return;
        }

        NameUse feature = names[0];
        foreach (string variant in AliasesOf(service, alias, context.Compilation.Assembly.GlobalNamespace))
        {
            if (known.FlagWithout(variant, feature.Name, StringComparison.OrdinalIgnoreCase) is TypedFlag flag)
            {
                context.ReportDiagnostic(NameReport.OfVariant(variant, flag, feature.Syntax.GetLocation()));
            }
        }
    }

    private static IEnumerable<string> AliasesOf(ITypeSymbol service, INamedTypeSymbol alias, INamespaceOrTypeSymbol place)
    {
        foreach (INamespaceOrTypeSymbol member in place.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type && Implements(type, service) && AliasOf(type, alias) is { } name)
            {
                yield return name;
            }

            foreach (string nested in AliasesOf(service, alias, member))
            {
                yield return nested;
            }
        }
    }

    private static string? AliasOf(INamedTypeSymbol type, INamedTypeSymbol alias) => type.GetAttributes()
        .FirstOrDefault(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, alias))
        ?.ConstructorArguments.FirstOrDefault().Value as string;

    private static bool Implements(INamedTypeSymbol type, ITypeSymbol service)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, service))
            {
                return true;
            }
        }

        return type.AllInterfaces.Contains(service, SymbolEqualityComparer.Default);
    }
}
