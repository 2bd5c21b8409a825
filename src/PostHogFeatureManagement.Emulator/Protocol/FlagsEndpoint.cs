using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary><c>POST /flags</c>: the detailed format with <c>v=2</c> or higher, the legacy format without (protocol §2).</summary>
internal sealed class FlagsEndpoint(EmulatorState state)
{
    public async Task HandleAsync(HttpContext context)
    {
        using JsonDocument? document = await RequestBody.ReadPostAsync(context).ConfigureAwait(false);
        if (document is null)
        {
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

        bool isDetailed = context.Request.Query["v"].ToString() is "2" or "3" or "4";
        FlagsAnswer answer = state.Faults.IsQuotaExceeded(EndpointNames.Flags)
            ? new FlagsAnswer([], IsQuotaLimited: true)
            : Evaluate(body, ClientRuntime.Of(context.Request, body));
        long now = state.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await Answers.JsonAsync(context, writer => FlagsWriter.Write(writer, answer, isDetailed, now)).ConfigureAwait(false);
    }

    private FlagsAnswer Evaluate(FlagsBody body, string? runtime)
    {
        DefinitionsSnapshot definitions = state.Definitions.Current;
        FlagSet flags = definitions.ServerFlagsFor(runtime, body.Contexts);
        var records = new List<FlagRecord>();
        PostHogContext caller = body.ToContext(state.Persons);
        foreach (EmulatedFlag flag in body.IsDisabled ? [] : definitions.Flags)
        {
            bool isWanted = body.FlagKeys is null || body.FlagKeys.Contains(flag.Key);
            if (isWanted && flag is { IsActive: true } and not { IsRemoteConfig: true, HasEncryptedPayloads: true } && flag.IsFor(runtime, body.Contexts))
            {
                records.Add(new FlagRecord(flag, state.Evaluation.Evaluate(flags, flag, state.KeptIds.Apply(flag, caller))));
            }
        }

        return new FlagsAnswer(records, MinimalEvents: flags.MinimalFlagCalledEvents);
    }
}
