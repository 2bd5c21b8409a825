using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>The entry point for code that needs more than on or off. It asks the same chain as Microsoft.FeatureManagement's interfaces.</summary>
internal sealed class PostHogFlags(
    FlagAccess access,
    FlagRouter router,
    CurrentDefinitions current,
    CurrentRequests requests,
    AmbientCaller ambient,
    IConfiguredFlags configured) : IPostHogFlags
{
    public ValueTask<FlagResult> GetFlagAsync(
        string flagKey,
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(flagKey);
        ArgumentNullException.ThrowIfNull(context);
        CurrentRequest? request = requests.Find();
        DefinitionsSnapshot? definitions = current.Of(request?.State);
        ValueTask<FlagRoute> route = router.FindAsync(flagKey, definitions);
        ValueTask<Caller> caller = FindCallerAsync(context, request, cancellationToken);
        FlagQuestion question = Ask(flagKey, context, definitions, options, request?.State, cancellationToken);
        return route.IsCompletedSuccessfully && caller.IsCompletedSuccessfully
            ? GetAsync(question.For(route.Result, caller.Result))
            : Awaited(this, question, route, caller);

        static async ValueTask<FlagResult> Awaited(PostHogFlags self, FlagQuestion question, ValueTask<FlagRoute> route, ValueTask<Caller> caller)
        {
            FlagRoute found = await route.ConfigureAwait(false);
            return await self.GetAsync(question.For(found, await caller.ConfigureAwait(false))).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlagsAsync(
        PostHogContext context,
        FlagCallOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        CurrentRequest? request = requests.Find();
        DefinitionsSnapshot? definitions = current.Of(request?.State);
        Caller caller = await FindCallerAsync(context, request, cancellationToken).ConfigureAwait(false);
        FlagQuestion question = Ask(string.Empty, context, definitions, options, request?.State, cancellationToken);
        return await access.GetAllAsync(question.For(default, caller)).ConfigureAwait(false);
    }

    private FlagQuestion Ask(
        string flagKey,
        PostHogContext context,
        DefinitionsSnapshot? definitions,
        FlagCallOptions options,
        RequestState? state,
        CancellationToken cancellationToken) => new()
        {
            Key = flagKey,
            Caller = context,
            Definitions = definitions,
            Options = options,
            State = state,
            Configured = configured,
            AppContext = ReferenceEquals(context, PostHogContext.Ambient) ? null : context,
            NeverThrows = true,
            CancellationToken = cancellationToken,
        };

    private ValueTask<Caller> FindCallerAsync(PostHogContext context, CurrentRequest? request, CancellationToken cancellationToken) =>
        ReferenceEquals(context, PostHogContext.Ambient)
            ? ambient.GetAsync(request, ManagerServices.None, cancellationToken)
            : new ValueTask<Caller>(Caller.OfApplication(context));

    private ValueTask<FlagResult> GetAsync(in FlagQuestion question) =>
        access.TryGet(question, out FlagAnswer answer) ? new ValueTask<FlagResult>(answer.Result) : CompleteAsync(question, answer);

    private async ValueTask<FlagResult> CompleteAsync(FlagQuestion question, FlagAnswer undecided) =>
        (await access.CompleteAsync(question, undecided).ConfigureAwait(false)).Result;
}
