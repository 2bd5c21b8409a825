using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Writes the records for payloads, and what reads them. They read configuration sections, as variants have them, and never throw.</summary>
/// <param name="code">The code.</param>
/// <param name="settings">How the project wants its flags generated.</param>
/// <param name="reader">The class with the methods that read.</param>
internal sealed class PayloadWriter(CodeWriter code, GeneratorSettings settings, string reader)
{
    private const string Section = "global::Microsoft.Extensions.Configuration.IConfigurationSection";
    private const string List = "global::System.Collections.Generic.IReadOnlyList";

    private const string Methods =
        $$"""
        public static string? Text({{Section}} section) => section.Value;

        public static double? Number({{Section}} section) =>
            double.TryParse(section.Value, global::System.Globalization.NumberStyles.Float, global::System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : (double?)null;

        public static bool? Boolean({{Section}} section) => bool.TryParse(section.Value, out bool isTrue) ? isTrue : (bool?)null;

        public static {{Section}}? Section({{Section}} section) => global::Microsoft.Extensions.Configuration.ConfigurationExtensions.Exists(section) ? section : null;

        public static T? Object<T>({{Section}} section, global::System.Func<{{Section}}, T> read)
            where T : class =>
            global::System.Linq.Enumerable.Any(section.GetChildren()) ? read(section) : null;

        public static {{List}}<T>? List<T>({{Section}} section, global::System.Func<{{Section}}, T> read) =>
            global::Microsoft.Extensions.Configuration.ConfigurationExtensions.Exists(section)
                ? global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Select(section.GetChildren(), read))
                : null;
        """;

    public void Write(IReadOnlyList<NamedRecord> records)
    {
        foreach (NamedRecord record in records)
        {
            WriteRecord(record);
        }

        if (records.Count > 0)
        {
            code.Line("/// <summary>Reads payloads.</summary>").Line(FlagsWriter.Generated).Open($"internal static class {reader}");
            foreach (string line in Methods.Split('\n'))
            {
                code.Line(line.TrimEnd('\r'));
            }

            code.Close().Line();
        }
    }

    private void WriteRecord(NamedRecord record)
    {
        code.Line($"/// <summary>{(record.IsWhole ? "The" : "A part of the")} payload of <see cref=\"{settings.Qualified(settings.ClassName)}.{record.Flag.Identifier}\"/>.");
        code.Line("/// What the payload lacks, or has in another form, is null.</summary>");
        code.Line(FlagsWriter.Generated).Open($"public sealed partial record {record.TypeName}");
        foreach (NamedMember member in record.Members)
        {
            code.Line($"/// <summary>{CodeText.Comment(member.Member.Name)}</summary>");
            code.Line($"public {TypeOf(member.Member.Shape, member.RecordName)} {member.Identifier} {{ get; init; }}").Line();
        }

        code.Line("/// <summary>Reads a payload, such as the configuration of a variant.</summary>").Line("/// <param name=\"payload\">The payload.</param>");
        code.Open($"public static {settings.Qualified(record.TypeName)} {PayloadNaming.From}({Section} payload) => new {settings.Qualified(record.TypeName)}");
        foreach (NamedMember member in record.Members)
        {
            code.Line($"{member.Identifier} = {Read(member.Member.Shape, member.RecordName, $"payload.GetSection({CodeText.Literal(member.Member.Name)})")},");
        }

        code.Close("};").Close().Line();
    }

    private string TypeOf(PayloadShape shape, string record) => shape switch
    {
        { Kind: PayloadKind.Text } => "string?",
        { Kind: PayloadKind.Number } => "double?",
        { Kind: PayloadKind.Boolean } => "bool?",
        { Kind: PayloadKind.List } => $"{List}<{TypeOf(shape.Item ?? PayloadShape.Unknown, record)}>?",
        { Kind: PayloadKind.Object, Members.Count: > 0 } => $"{settings.Qualified(record)}?",
        _ => $"{Section}?",
    };

    private string Read(PayloadShape shape, string record, string section)
    {
        string method = $"{settings.Qualified(reader)}.";
        return shape switch
        {
            { Kind: PayloadKind.Text or PayloadKind.Number or PayloadKind.Boolean } => $"{method}{shape.Kind}({section})",
            { Kind: PayloadKind.List } => $"{method}List({section}, static item => {Read(shape.Item ?? PayloadShape.Unknown, record, "item")})",
            { Kind: PayloadKind.Object, Members.Count: > 0 } => $"{method}Object({section}, {settings.Qualified(record)}.{PayloadNaming.From})",
            _ => $"{method}Section({section})",
        };
    }
}
