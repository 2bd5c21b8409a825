using System.Reflection;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Lists the public API of an assembly, one line per member, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe));

    private static string Describe(Type type)
    {
        IEnumerable<string> members = type.GetMembers(Declared)
            .Where(IsVisible)
            .Select(Describe)
            .Where(line => !line.Contains('<', StringComparison.Ordinal) || !line.Contains(">k__", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return $"{Kind(type)} {Name(type)}{Bases(type)}\n{string.Concat(members.Select(line => $"  {line}\n"))}\n";
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        string[] bases = [.. new[] { type.BaseType }.Concat(type.GetInterfaces()).OfType<Type>().Where(known => known != typeof(object) && !type.IsEnum).Select(Name).Order(StringComparer.Ordinal)];
        return bases.Length == 0 ? string.Empty : $" : {string.Join(", ", bases)}";
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } => false,
        MethodBase method => method.IsPublic || method.IsFamily,
        FieldInfo field => field is { IsPublic: true, IsSpecialName: false },
        PropertyInfo property => (property.GetMethod ?? property.SetMethod)!.IsPublic,
        Type nested => nested.IsNestedPublic,
        _ => true,
    };

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Arguments(method)}({Parameters(method)})",
        PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{{(property.GetMethod is null ? "" : " get;")}{Setter(property)} }}",
        FieldInfo { IsLiteral: true } field => $"const {field.Name} = {field.GetRawConstantValue()}",
        _ => member.ToString()!,
    };

    private static string Setter(PropertyInfo property) =>
        property.SetMethod is not { IsPublic: true } setter ? "" : setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;";

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue ?? "default") : "")}"));

    private static string Name(Type type) => type switch
    {
        { IsGenericParameter: true } => type.Name,
        { IsGenericType: true } => $"{(type.FullName ?? type.Name).Split('`')[0].Split('.')[^1]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        { Namespace: nameof(PostHogFeatureManagement) } => type.Name,
        _ when type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true => type.Name,
        _ => type.FullName ?? type.Name,
    };
}
