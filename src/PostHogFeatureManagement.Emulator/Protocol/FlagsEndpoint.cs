using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary><c>POST /flags</c> and the older <c>/decide</c> (protocol §2). <c>GET</c> and <c>HEAD</c> answer without any flags.</summary>
internal sealed class FlagsEndpoint(EmulatorState state)
{
    private const string SurveyPrefix = "survey-targeting-";

    public async Task HandleAsync(HttpContext context, string endpoint)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            await SendAsync(context, endpoint, new FlagsAnswer([])).ConfigureAwait(false);
            return;
        }

        using JsonDocument? document = await RequestBody.ReadPostAsync(context).ConfigureAwait(false);
        if (document is null)
        {
            return;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The body is not an object.").ConfigureAwait(false);
            return;
        }

        var body = new FlagsBody(document.RootElement);
        if (!await Credentials.CheckTokenAsync(context, body.Token).ConfigureAwait(false))
        {
            return;
        }

        if (body.DistinctId is null)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The request has no distinct_id.").ConfigureAwait(false);
            return;
        }

        FlagsAnswer answer = FaultSwitch.Of(context).QuotaExceeded
            ? new FlagsAnswer([], IsQuotaLimited: true)
            : Evaluate(body, ClientRuntime.Of(request, body), request.Query["only_evaluate_survey_feature_flags"].ToString() is "true" or "1");
        await SendAsync(context, endpoint, answer).ConfigureAwait(false);
    }

    private Task SendAsync(HttpContext context, string endpoint, FlagsAnswer answer)
    {
        var shape = FlagsShape.Of(endpoint, context.Request.Query);
        Guid id = Guid.TryParse(context.Request.Headers["X-REQUEST-ID"], out Guid given) ? given : Guid.NewGuid();
        long now = state.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        return Answers.JsonAsync(context, writer => FlagsWriter.Write(writer, answer, shape, id, now));
    }

    private FlagsAnswer Evaluate(FlagsBody body, string? runtime, bool onlyOfSurveys)
    {
        DefinitionsSnapshot definitions = state.Definitions.Current;
        FlagSet flags = definitions.ServerFlagsFor(runtime, body.Contexts);
        var records = new List<FlagRecord>();
        PostHogContext caller = body.ToContext(state.Persons);
        foreach (EmulatedFlag flag in body.IsDisabled ? [] : definitions.Flags)
        {
            bool isWanted = (body.FlagKeys is null || body.FlagKeys.Contains(flag.Key))
                && (!onlyOfSurveys || flag.Key.StartsWith(SurveyPrefix, StringComparison.Ordinal));
            if (isWanted && flag is { IsActive: true } and not { IsRemoteConfig: true, HasEncryptedPayloads: true } && flag.IsFor(runtime, body.Contexts))
            {
                records.Add(new FlagRecord(flag, state.Evaluation.Evaluate(flags, flag, state.KeptIds.Apply(flag, caller))));
            }
        }

        return new FlagsAnswer(records, MinimalEvents: flags.MinimalFlagCalledEvents);
    }
}
