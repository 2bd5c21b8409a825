using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>A flag of every kind that a browser can read.</summary>
internal static class BrowserFlagKinds
{
    private const string ThreeVariants =
        """ "multivariate":{"variants":[{"key":"control","rollout_percentage":40},{"key":"bold","rollout_percentage":40},{"key":"quiet","rollout_percentage":20}]} """;

    private const string PlanIsPaid = """{"key":"plan","type":"person","operator":"exact","value":["team","scale"]}""";

    public static string Definitions { get; } = FlagJson.Set(
        FlagJson.On("on"),
        FlagJson.Flag("nobody", """ "groups":[{"properties":[],"rollout_percentage":0}] """),
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}] """),
        FlagJson.Flag("headline", $$""" "groups":[{"properties":[],"rollout_percentage":80}],{{ThreeVariants}},"payloads":{"bold":"{\"button\":\"Get yours\"}"} """),
        FlagJson.WithPayload("with-payload", """[1,2]"""),
        FlagJson.ForProperty("plan", "plan", "scale"),
        FlagJson.Flag("cohort", """ "groups":[{"properties":[{"key":"id","type":"cohort","operator":"in","value":7}],"rollout_percentage":100}] """),
        FlagJson.Flag("depends", """
            "groups":[{"properties":[{"key":"half","type":"flag","operator":"flag_evaluates_to","value":true,"dependency_chain":["half"]}],"rollout_percentage":100}]
            """),
        FlagJson.Flag("held-out", $$""" "groups":[{"properties":[],"rollout_percentage":100}],"holdout":{"id":7,"exclusion_percentage":40},{{ThreeVariants}} """),
        FlagJson.Flag("overridden", $$""" "groups":[{"properties":[],"rollout_percentage":30,"variant":"quiet"},{"properties":[],"rollout_percentage":100}],{{ThreeVariants}} """),
        With("\"bucketing_identifier\":\"device_id\"", FlagJson.Flag("by-device", """ "groups":[{"properties":[],"rollout_percentage":50}] """)),
        FlagJson.ServerOnly("sticky"),
        With("\"ensure_experience_continuity\":true", FlagJson.Flag("sticky-half", """ "groups":[{"properties":[],"rollout_percentage":50}] """)),
        With("\"evaluation_runtime\":\"all\"", FlagJson.On("for-all")),
        FlagJson.Flag("by-company", """ "aggregation_group_type_index":0,"groups":[{"properties":[],"rollout_percentage":50}] """),
        FlagJson.Off("switched-off"))
        .Replace("\"cohorts\":{}", $$$""" "cohorts":{"7":{"type":"OR","values":[{{{PlanIsPaid}}}]}} """, StringComparison.Ordinal);

    public static string[] All { get; } =
    [
        "on", "nobody", "half", "headline", "with-payload", "plan", "cohort", "depends", "held-out", "overridden", "by-device", "sticky", "sticky-half",
        "for-all", "by-company", "switched-off",
    ];

    private static string With(string member, string flag) => flag.Replace("\"active\"", $"{member},\"active\"", StringComparison.Ordinal);
}
