using System.Reflection;
using System.Reflection.Emit;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Finds the types that a type uses in its signatures and in the bodies of its methods.</summary>
internal static class TypeUse
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    public static IEnumerable<Type> Of(Type type) => Direct(type).SelectMany(Unfold).Distinct();

    private static IEnumerable<Type> Direct(Type type)
    {
        IEnumerable<Type?> shape = [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType)];
        IEnumerable<Type?> attributes = type.GetCustomAttributesData().Select(attribute => attribute.AttributeType);
        IEnumerable<MethodBase> methods = [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        return shape.Concat(attributes).Concat(methods.SelectMany(Direct)).OfType<Type>();
    }

    private static IEnumerable<Type?> Direct(MethodBase method)
    {
        IEnumerable<Type?> signature = [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)];
        return method.GetMethodBody() is { } body
            ? signature.Concat(body.LocalVariables.Select(local => local.LocalType)).Concat(Tokens(method, body).SelectMany(Direct))
            : signature;
    }

    private static IEnumerable<Type?> Direct(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodBase { IsGenericMethod: true } method => [method.DeclaringType, .. method.GetGenericArguments()],
        _ => [member.DeclaringType],
    };

    private static IEnumerable<MemberInfo> Tokens(MethodBase method, MethodBody body)
    {
        byte[] il = body.GetILAsByteArray()!;
        Type[]? typeArguments = method.DeclaringType?.GetGenericArguments();
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        int at = 0;
        while (at < il.Length)
        {
            int value = il[at] == 0xFE ? 0xFE00 | il[at + 1] : il[at];
            OpCode code = OpCodesByValue[value];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments)!;
            }

            at += OperandSize(code.OperandType, il, at);
        }
    }

    private static int OperandSize(OperandType operand, byte[] il, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Unfold(Type type)
    {
        if (type.HasElementType)
        {
            return Unfold(type.GetElementType()!);
        }

        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Unfold)] : [type];
    }
}
