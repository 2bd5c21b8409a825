using System.Globalization;
using System.Text;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>An answer of <c>/flags</c> gives results that an application can use. What cannot be read leaves the last good answer.</summary>
internal sealed class RandomAnswerCheck : RandomCheck, IDisposable
{
    private readonly RandomApp _app = new();

    public void Dispose() => _app.Dispose();

    /// <summary>Reads all flags of a caller in every way that applications do.</summary>
    public static string? Ask(RandomApp app, PostHogContext caller)
    {
        IReadOnlyDictionary<string, FlagResult> all = app.Get<IPostHogFlags>().GetAllFlagsAsync(caller).AsTask().GetAwaiter().GetResult();
        foreach ((string key, FlagResult result) in all)
        {
            if (!Enum.IsDefined(result.Reason) || result.ConditionIndex < 0 || (!result.IsEnabled && result.Variant is not null))
            {
                return $"'{key}' is {result.IsEnabled}, '{result.Variant}', {result.Reason}, condition {result.ConditionIndex}.";
            }

            if (key.Length == 0)
            {
                continue;
            }

            FlagResult alone = app.Get<IPostHogFlags>().GetFlagAsync(key, caller).AsTask().GetAwaiter().GetResult();
            Variant? variant = app.Get<IVariantFeatureManager>().GetVariantAsync(key, new PostHogTargetingContext(caller)).AsTask().GetAwaiter().GetResult();

            // A payload without a variant comes with the variant "true" (FM-10).
            string? expected = result.IsEnabled && result.Payload is not null ? result.Variant ?? "true" : result.Variant;
            if ((alone.IsEnabled, alone.Variant, variant?.Name) != (result.IsEnabled, result.Variant, expected))
            {
                return $"'{key}' is {alone.IsEnabled}, '{alone.Variant}' alone, the variant '{variant?.Name}', and {result.IsEnabled}, '{result.Variant}' among all flags.";
            }

            if (RandomPayloadCheck.Read(variant?.Configuration) is { } fault)
            {
                return fault;
            }
        }

        return app.TakeError();
    }

    protected override string? FindFault(RandomTrial trial)
    {
        Random random = trial.Random;
        string distinctId = string.Create(CultureInfo.InvariantCulture, $"visitor-{random.Next()}-{random.Next()}");
        if (random.Percent(50))
        {
            trial.Documents.Add(Encoding.UTF8.GetBytes(new RandomAnswers(random).Next().ToJsonString()));
        }

        trial.Documents.Add(new RandomDamage(random).Next(new RandomAnswers(random).Next()));
        try
        {
            return Answer(new PostHogContext(distinctId), trial);
        }
        finally
        {
            _app.Forget(distinctId);
        }
    }

    private string? Answer(PostHogContext caller, RandomTrial trial)
    {
        foreach (byte[] document in trial.Documents)
        {
            _app.Answer(caller.DistinctId!, document);
            if (trial.Take(document.Length, () => Ask(_app, caller)) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
