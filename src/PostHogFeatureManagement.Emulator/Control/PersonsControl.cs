using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Lists the known people with the server's answer for each flag. <c>?distinct_id=</c> asks for one person, known or not.</summary>
internal sealed class PersonsControl(EmulatorState state)
{
    public Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return Answers.MethodNotAllowedAsync(context, "GET");
        }

        string asked = context.Request.Query["distinct_id"].ToString();
        string[] persons = asked.Length > 0 ? [asked] : [.. state.Persons.DistinctIds];
        return Answers.JsonAsync(context, writer => Write(writer, persons));
    }

    private void Write(Utf8JsonWriter writer, string[] persons)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("persons");
        foreach (string distinctId in persons)
        {
            WritePerson(writer, distinctId);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WritePerson(Utf8JsonWriter writer, string distinctId)
    {
        IReadOnlyDictionary<string, object?> properties = state.Persons.PropertiesOf(distinctId);
        PostHogContext caller = state.Persons.CallerOf(distinctId);
        DefinitionsSnapshot definitions = state.Definitions.Current;
        writer.WriteStartObject();
        writer.WriteString("distinct_id", distinctId);
        writer.WritePropertyName("properties");
        JsonSerializer.Serialize(writer, properties);
        (EmulatedFlag Flag, EmulatedAnswer Answer)[] answers =
        [
            .. definitions.Flags.Where(static flag => !flag.IsDeleted).Select(flag => (flag, state.AnswerFor(definitions, flag, caller))),
        ];
        writer.WriteStartObject("flags");
        foreach ((EmulatedFlag flag, EmulatedAnswer answer) in answers)
        {
            writer.WritePropertyName(flag.Key);
            FlagsWriter.WriteRecord(writer, new FlagRecord(flag, answer));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("why");
        foreach ((EmulatedFlag flag, EmulatedAnswer answer) in answers)
        {
            writer.WriteString(flag.Key, AnswerText.Of(flag, answer));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
