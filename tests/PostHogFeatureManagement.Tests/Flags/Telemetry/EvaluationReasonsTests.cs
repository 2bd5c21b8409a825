using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Telemetry;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Telemetry;

/// <summary>Every reason for having no value has an <c>error.type</c> of OpenTelemetry's set, or one of this library's few.</summary>
[Trait("Promise", "OP-01")]
public sealed class EvaluationReasonsTests
{
    private static readonly Dictionary<FlagReason, string> Errors = new()
    {
        [FlagReason.FlagNotFound] = "flag_not_found",
        [FlagReason.MissingDistinctId] = "targeting_key_missing",
        [FlagReason.MissingDeviceId] = "targeting_key_missing",
        [FlagReason.MissingProperty] = "invalid_context",
        [FlagReason.ExperienceContinuity] = "invalid_context",
        [FlagReason.ServerOnlyCohort] = "invalid_context",
        [FlagReason.UndecidedDependency] = "invalid_context",
        [FlagReason.MissingDependency] = "invalid_context",
        [FlagReason.MalformedDefinition] = "parse_error",
        [FlagReason.UnsupportedFormat] = "parse_error",
        [FlagReason.UnreadableValue] = "parse_error",
        [FlagReason.LocalOnly] = "provider_not_ready",
        [FlagReason.Timeout] = "timeout",
        [FlagReason.Pending] = "timeout",
        [FlagReason.CircuitOpen] = "circuit_open",
        [FlagReason.QuotaLimited] = "quota_limited",
        [FlagReason.Overloaded] = "overloaded",
        [FlagReason.MissingSecretKey] = "provider_fatal",
    };

    [Fact]
    public async Task Of_NoValue_IsAnErrorOrDisabled()
    {
        await using var library = new Library(new StubHandler());
        EvaluationReasons reasons = library.Get<EvaluationReasons>();
        foreach (FlagReason reason in Enum.GetValues<FlagReason>())
        {
            EvaluationReason actual = reasons.Of(Question(), FlagAnswer.NoValue(reason));

            EvaluationReason expected = reason is FlagReason.Disabled or FlagReason.Untrusted
                ? new("disabled")
                : new("error", Errors.GetValueOrDefault(reason, "general"));
            Assert.Equal((reason, expected), (reason, actual));
        }
    }

    [Fact]
    public async Task Of_Untrusted_IsDisabled()
    {
        await using var library = new Library(new StubHandler());

        Assert.Equal(new EvaluationReason("disabled"), library.Get<EvaluationReasons>().Of(Question(), FlagAnswer.Untrusted));
    }

    [Fact]
    public async Task Of_ConfigurationBecauseOfAFailure_NamesTheFailure()
    {
        await using var library = new Library(new StubHandler());
        EvaluationReasons reasons = library.Get<EvaluationReasons>();
        FlagAnswer configured = FlagAnswer.Configured(new FlagResult(true, null, null, FlagReason.Unknown, -1, FlagSource.Configuration), null);

        Assert.Equal(new EvaluationReason("default", "circuit_open"), reasons.Of(Question(), configured.Because(FlagAnswer.NoValue(FlagReason.CircuitOpen))));
        Assert.Equal(new EvaluationReason("default"), reasons.Of(Question(), configured.Because(FlagAnswer.NoValue(FlagReason.FlagNotFound))));
        Assert.Equal(new EvaluationReason("default"), reasons.Of(Question(), configured.Because(FlagAnswer.NoValue(FlagReason.Disabled))));
    }

    [Fact]
    public void Reasons_All_AreCounted() =>
        Assert.Equal(EvaluationReason.Count, typeof(EvaluationReason).GetFields().Count(static field => field.IsLiteral && field.FieldType == typeof(string)));

    private static FlagQuestion Question() => new() { Key = "beta", Caller = new PostHogContext("ada") };
}
