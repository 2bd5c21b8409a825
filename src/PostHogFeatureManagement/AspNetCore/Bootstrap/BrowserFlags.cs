using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>
/// Reads flags for a browser: from the pins of the request, so that it gets what the page shows, and without reporting an access. Flags that PostHog keeps from
/// browsers are left out, as far as the definitions say so.
/// </summary>
internal sealed class BrowserFlags(FlagAccess access, FlagRouter router, CurrentDefinitions current, CurrentRequests requests, IConfiguredFlags configured)
{
    private static readonly char[] Separators = [' ', ',', '\t', '\r', '\n'];

    /// <summary>The keys in an attribute of a tag.</summary>
    public static string[] Split(string list) => list.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <param name="keys">The flags that may be passed on.</param>
    /// <param name="caller">The caller of the request.</param>
    /// <param name="withConfiguration">Whether the application's configured flags answer, too. posthog-js would take them for PostHog's.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<BrowserAnswers> GetAsync(IEnumerable<string> keys, Caller caller, bool withConfiguration, CancellationToken cancellationToken)
    {
        RequestState? state = requests.Find()?.State;
        DefinitionsSnapshot? definitions = current.Of(state);
        var answers = new BrowserAnswers();
        foreach (string key in keys)
        {
            FlagRoute route = await router.FindAsync(key, definitions).ConfigureAwait(false);
            if (route.Flag is { IsServerOnly: true } || !(withConfiguration || route.Owner == FlagOwner.PostHog))
            {
                continue;
            }

            var question = new FlagQuestion
            {
                Key = key,
                Caller = caller.Context,
                Definitions = definitions,
                State = state,
                Configured = withConfiguration ? configured : null,
                NeverThrows = true,
                CancellationToken = cancellationToken,
            };
            FlagAnswer answer = await access.PeekAsync(question.For(route, caller)).ConfigureAwait(false);
            answers.Add(answer.FlagKey ?? route.Flag?.Key ?? key, answer.Result);
        }

        return answers;
    }
}
