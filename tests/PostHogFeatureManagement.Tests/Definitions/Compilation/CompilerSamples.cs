namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

/// <summary>A document that uses most features of the definitions format.</summary>
internal static class CompilerSamples
{
    public const string Everything =
        """
        {"flags":[
        {"id":1,"key":"base","name":"x","active":true,"version":3,"has_experiment":true,"filters":{"groups":[{"properties":[
        {"key":"plan","type":"person","operator":"exact","value":["pro","scale"]},{"key":"age","operator":"gte","value":"18"},
        {"key":"email","operator":"regex","value":"@example\\.(com|org)$"},{"key":"v","operator":"semver_gte","value":"1.2.3"},
        {"key":"since","operator":"is_date_after","value":"-30d"}],"rollout_percentage":12.5,"variant":"b"},{"properties":null}],
        "multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]},
        "payloads":{"a":"{\"n\":1}","true":"\"t\""},"early_exit":true,"holdout":{"id":3,"exclusion_percentage":10}}},
        {"id":2,"key":"dependant","active":true,"evaluation_contexts":["api"],"filters":{"version":1.0,"feature_enrollment":true,"groups":[{"properties":[
        {"key":"base","type":"flag","operator":"flag_evaluates_to","value":"a","dependency_chain":["base"]},
        {"key":"id","type":"cohort","operator":"not_in","value":904}],"rollout_percentage":null}]}},
        {"id":3,"key":"grouped","active":true,"bucketing_identifier":"device_id","filters":{"aggregation_group_type_index":0,"groups":[{"properties":[
        {"key":"tier","type":"group","group_type_index":0,"operator":"is_not","value":"gold"}]},{"aggregation_group_type_index":null}]}}],
        "group_type_mapping":{"0":"company"},
        "cohorts":{"904":{"type":"OR","values":[{"type":"AND","values":[{"key":"plan","operator":"icontains","value":"R","negation":true}]},
        {"key":"id","type":"cohort","value":905,"operator":"in"}]},"905":{"type":"AND","values":[{"key":"age","operator":"lt","value":5}]}},
        "minimal_flag_called_events":false,"property_matching_version":2}
        """;
}
