using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>
/// Compares what all doors said to one question. Doors that lead to the application's own manager repeat its answer, and all others agree with each other.
/// Only three differences are legitimate: <see cref="IPostHogFlags"/> asks neither session managers nor an application's own manager, it does not throw what
/// Microsoft throws for a configured flag that cannot be evaluated, and getting all flags leaves out flags without a value.
/// </summary>
internal sealed class Comparison(RandomHost host, Question question)
{
    private readonly RandomApplication _application = host.Application;

    private bool? SessionAnswer => _application.SessionAnswer(question.Name);

    /// <summary>Compares states. Returns what the doors that do not lead to the application's own manager agree on.</summary>
    /// <param name="context">For whom they were asked.</param>
    /// <param name="replies">What they said.</param>
    /// <param name="flag">What <see cref="IPostHogFlags"/> said, if it can be compared.</param>
    public string? States(string context, IReadOnlyList<Reply> replies, FlagResult? flag)
    {
        string? agreed = Agree(context, replies, Reply.Say(host.OwnAnswer));
        if (agreed is not null && flag is { } result && SessionAnswer is null)
        {
            bool isBroken = agreed.StartsWith("throws", StringComparison.Ordinal);
            Check(Reply.Say(result.IsEnabled) == (isBroken ? Reply.Off : agreed), $"{context}: IPostHogFlags says {Describe(result)}", replies);
            Check(!isBroken || !result.HasValue, $"{context}: IPostHogFlags has a value, {Describe(result)}", replies);
        }

        return agreed;
    }

    /// <summary>Compares variants. Returns what the doors that do not lead to the application's own manager agree on.</summary>
    public string? Variants(string context, IReadOnlyList<Reply> replies, FlagResult? flag)
    {
        string? agreed = Agree(context, replies, VariantText.Of(new Microsoft.FeatureManagement.Variant { Name = OwnFeatures.VariantName }));
        if (agreed is not null && flag is { IsEnabled: true } result && SessionAnswer is null)
        {
            Check(VariantText.Of(result) == agreed, $"{context}: IPostHogFlags says {Describe(result)}", replies);
        }

        if (agreed is not null && flag is { Source: FlagSource.Local or FlagSource.Remote or FlagSource.Cache } && SessionAnswer is not null)
        {
            Check(agreed == Reply.NoVariant, $"{context}: the session manager's answer has a variant", replies);
        }

        return agreed;
    }

    /// <summary>Compares variants by name alone, which is all that a tag shows.</summary>
    public void VariantNames(string context, IReadOnlyList<Reply> replies) => Agree(context, replies, OwnFeatures.VariantName);

    /// <summary>Compares a flag with the same flag among all flags.</summary>
    public void AmongAll(string context, FlagResult one, FlagResult? ofAll)
    {
        if (ofAll is { } found)
        {
            bool isSame = one.HasValue == found.HasValue && one.IsEnabled == found.IsEnabled && VariantText.Of(one) == VariantText.Of(found);
            Check(isSame, $"{context}: alone {Describe(one)}, among all {Describe(found)}");
        }
        else
        {
            // All flags have the names that they are defined with. A flag is found in any case, but listed in its own.
            bool isDefined = one.Source == FlagSource.Configuration
                ? _application.Configured.Any(flag => flag.Name == question.Name)
                : _application.Flags.Any(flag => flag.Key == question.Name && (flag.IsActive || !_application.Remote));
            Check(!one.HasValue || !isDefined, $"{context}: alone {Describe(one)}, not among all");
        }
    }

    public void Check(bool isSame, string difference, IReadOnlyList<Reply>? replies = null)
    {
        if (!isSame)
        {
            Assert.Fail($"{difference}\n{question}, own says {host.OwnAnswer}\n{string.Join('\n', replies ?? [])}\n{_application}");
        }
    }

    private static string Describe(FlagResult result) => $"{Reply.Say(result.IsEnabled)} ({result.Source}, {result.Reason}, has a value {result.HasValue}), {VariantText.Of(result)}";

    // Null when all doors lead to the application's own manager.
    private string? Agree(string context, IReadOnlyList<Reply> replies, string own)
    {
        Check(replies.All(reply => !IsOwn(reply) || reply.Text == own), $"{context}: the application's own manager is not asked, it says {own}", replies);
        Reply[] chain = [.. replies.Where(reply => !IsOwn(reply))];
        Check(chain.All(reply => reply.Text == chain[0].Text), $"{context}: the doors disagree", replies);
        return chain.FirstOrDefault()?.Text;
    }

    private bool IsOwn(Reply reply) => _application.Own?.Decides(reply.Role) == true;
}
