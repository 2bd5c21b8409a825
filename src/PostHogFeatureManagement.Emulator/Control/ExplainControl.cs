using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Explains the server's answer for one flag and one distinct id, known or not.</summary>
internal sealed class ExplainControl(EmulatorState state)
{
    public Task HandleAsync(HttpContext context, string key)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return Answers.MethodNotAllowedAsync(context, "GET");
        }

        DefinitionsSnapshot definitions = state.Definitions.Current;
        string distinctId = context.Request.Query["distinct_id"].ToString();
        return definitions.Find(key) is not { } flag ? ControlAnswers.NoSuchFlagAsync(context)
            : distinctId.Length == 0 ? ControlAnswers.BadRequestAsync(context, "Name the person: ?distinct_id=ada")
            : Answers.JsonAsync(context, json => Write(json, definitions, flag, distinctId));
    }

    private void Write(Utf8JsonWriter json, DefinitionsSnapshot definitions, EmulatedFlag flag, string distinctId)
    {
        PostHogContext caller = state.KeptIds.Apply(flag, state.Persons.CallerOf(distinctId));
        EmulatedAnswer answer = state.Evaluation.Evaluate(definitions.ServerFlags, flag, caller);
        json.WriteStartObject();
        json.WriteString("flag", flag.Key);
        json.WriteString("distinct_id", distinctId);
        json.WriteString("why", AnswerText.Of(flag, answer));
        json.WritePropertyName("answer");
        FlagsWriter.WriteRecord(json, new FlagRecord(flag, answer));
        if (state.Tracing.ExplainRules(definitions, flag, caller) is { } rules)
        {
            RuleJson.Write(json, rules, answer);
        }
        else if (state.Tracing.Explain(definitions, flag, caller) is { } explained)
        {
            FlagJson.Write(json, explained);
        }

        json.WriteEndObject();
    }
}
