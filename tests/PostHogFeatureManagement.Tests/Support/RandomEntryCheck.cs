using System.Globalization;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Entries of the distributed cache, genuine or forged, are answers or nothing.</summary>
internal sealed class RandomEntryCheck : RandomCheck, IDisposable
{
    private readonly RandomStore _store = new();
    private readonly RandomApp _app;
    private readonly RandomEntries _entries;

    public RandomEntryCheck()
    {
        _app = new RandomApp(_store);
        _entries = new RandomEntries(_app);
    }

    public void Dispose() => _app.Dispose();

    protected override string? FindFault(RandomTrial trial)
    {
        var caller = new PostHogContext(string.Create(CultureInfo.InvariantCulture, $"visitor-{trial.Random.Next()}-{trial.Random.Next()}"));
        List<KeyValuePair<string, byte[]>> entries = _entries.Next(trial.Random, caller);
        foreach ((string name, byte[] entry) in entries)
        {
            trial.Documents.Add(entry);
            _store.Set(name, entry);
        }

        try
        {
            return trial.Take(trial.Documents.Sum(static document => document.Length), () => Read(caller));
        }
        finally
        {
            // A genuine table is the same for several cases at once. It comes back with the next.
            entries.ForEach(entry => _store.Remove(entry.Key));
        }
    }

    private string? Read(PostHogContext caller)
    {
        for (int index = 0; index < 5; index++)
        {
            FlagResult result = _app.Get<IPostHogFlags>().GetFlagAsync(RandomNames.Flag(index), caller).AsTask().GetAwaiter().GetResult();
            if (!Enum.IsDefined(result.Reason) || result.ConditionIndex < 0)
            {
                return $"'{RandomNames.Flag(index)}' has the reason {result.Reason} and the condition {result.ConditionIndex}.";
            }
        }

        // Now PostHog is asked, and its answer is merged with the one that was found.
        return RandomAnswerCheck.Ask(_app, caller);
    }
}
