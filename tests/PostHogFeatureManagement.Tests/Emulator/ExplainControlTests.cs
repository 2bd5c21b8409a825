using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Why someone has a value, as the page asks for it.</summary>
[Trait("Promise", "EM-03")]
public sealed class ExplainControlTests
{
    private const string Everyone = """ "groups": [ {} ] """;
    private const string Id = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa";

    private static readonly string Kinds = $$"""
        { "beta": true, "off": false, "half": { "rollout": 50 }, "headline": { "bold": 30, "plain": 70 }, "sale": { "when": { "plan": "scale" } },
          "flags": [
            {{Flag("two", """ "groups": [ { "properties": [ { "key": "plan", "type": "person", "value": "team" } ] }, { "rollout_percentage": 60 } ] """)}},
            {{Flag("empty", """ "groups": [] """)}},
            {{Flag("group", """ "aggregation_group_type_index": 0, "groups": [ {} ] """)}},
            {{Flag("no-type", """ "aggregation_group_type_index": 4, "groups": [ {} ] """)}},
            {{Flag("device", """ "groups": [ { "rollout_percentage": 50 } ] """, """ "bucketing_identifier": "device_id", """)}},
            {{Flag("held-out", $$""" {{Everyone}}, "holdout": { "id": 7, "exclusion_percentage": 40 } """)}},
            {{Flag("choice", $$""" {{Everyone}}, "feature_enrollment": true """)}},
            {{Flag("needs-half", """ "groups": [ { "properties": [ { "key": "half", "type": "flag", "operator": "flag_evaluates_to", "value": true } ] } ] """)}},
            {{Flag("needs-none", """ "groups": [ { "properties": [ { "key": "none", "type": "flag", "operator": "flag_evaluates_to", "value": true } ] } ] """)}},
            {{Flag("members", """ "groups": [ { "properties": [ { "key": "id", "type": "cohort", "operator": "in", "value": 7 } ] } ] """)}},
            {{Flag("unreadable", """ "groups": [ { "properties": [ { "key": "plan", "type": "person", "operator": "no_such", "value": 1 } ] } ] """)}},
            {{Flag("kept", """ "groups": [ { "rollout_percentage": 50 } ] """, """ "ensure_experience_continuity": true, """)}},
            {{Flag("future", """ "version": 3 """)}},
            {{Flag("rules", $$"""
                "version": 2, "return_type": "string", "default_value": "none", "rules": [
                  { "rule_type": "targeted_release", "id": "{{Id}}1", "value": "team", "targeting": { "properties": [ { "key": "plan", "type": "person", "value": "team" } ] } },
                  { "rule_type": "percentage_rollout", "id": "{{Id}}2", "value": "some", "seed": "s", "rollout_percentage": 40, "on_rollout_miss": "continue", "targeting": { "properties": [] } },
                  { "rule_type": "experiment", "id": "{{Id}}3", "seed": "t", "rollout_percentage": 60, "on_rollout_miss": "return_default", "paused": false, "targeting": { "properties": [] },
                    "variants": [ { "weight": 50, "value": "a" }, { "weight": 50, "value": "b" } ], "holdout": { "seed": "h", "exclusion_percentage": 30 } } ]
                """)}}
          ],
          "group_type_mapping": { "0": "workspace" }, "static_cohorts": { "7": [ "person-3", "ada" ] } }
        """;

    private static readonly string[] Outcomes =
    [
        "True  condition_match", "True bold condition_match", "True some condition_match", "True b condition_match", "True none out_of_rollout_bound",
        "True none holdout_condition_value", "True holdout-7 holdout_condition_value", "True  super_condition_value", "False  out_of_rollout_bound", "False  no_condition_match",
        "False  no_group_type", "False  missing_dependency", "False  flag_disabled", "False  flag_data_parsing_error",
    ];

    [Fact]
    public async Task Get_EveryKindOfFlag_LeadsToTheAnswerOfTheFlagsEndpoint()
    {
        await using RunningEmulator running = await StartAsync();
        var told = new HashSet<string>();
        int proven = 0;
        foreach (string person in Enumerable.Range(0, 40).Select(static number => $"person-{number}").Append("ada").Append("grace"))
        {
            JsonElement answers = (await running.FlagsAsync($"\"distinct_id\": \"{person}\"")).GetProperty("flags");
            foreach (JsonElement flag in (await running.GetAsync("/_emulator/flags")).GetProperty("flags").EnumerateArray())
            {
                string key = flag.GetProperty("key").GetString()!;
                JsonElement found = await running.GetAsync($"/_emulator/explain/{key}?distinct_id={person}");
                string answered = answers.TryGetProperty(key, out JsonElement record) ? Told(record) : "False  flag_disabled";
                Assert.Equal($"{person} {key} {answered}", $"{person} {key} {Told(found.GetProperty("answer"))}");
                if (Proof(found) is { } proof)
                {
                    Assert.Equal($"{person} {key} {answered}", $"{person} {key} {proof}");
                    proven++;
                }

                told.Add(answered);
            }
        }

        Assert.True(proven > 500, $"Only {proven} answers follow from the conditions");
        Assert.Empty(Outcomes.Except(told));
    }

    [Fact]
    public async Task Get_ConditionWithRolloutAndValues_ShowsThem()
    {
        await using RunningEmulator running = await StartAsync();

        JsonElement found = await running.GetAsync("/_emulator/explain/two?distinct_id=grace");

        JsonElement[] conditions = [.. found.GetProperty("conditions").EnumerateArray()];
        JsonElement filter = Assert.Single(conditions[0].GetProperty("filters").EnumerateArray());
        Assert.Equal(("plan", "team", "\"free\"", "no"), (Text(filter, "key"), Text(filter, "operand"), Text(filter.GetProperty("value"), "text"), Text(filter, "outcome")));
        JsonElement rollout = conditions[1].GetProperty("rollout");
        Assert.Equal(60, rollout.GetProperty("percentage").GetDouble());
        Assert.Equal(rollout.GetProperty("bucket").GetDouble() <= 0.6, rollout.GetProperty("included").GetBoolean());
    }

    [Fact]
    public async Task Get_RuleWithFilters_ShowsTheCallersValue()
    {
        await using RunningEmulator running = await StartAsync();

        JsonElement found = await running.GetAsync("/_emulator/explain/rules?distinct_id=ada");

        JsonElement filter = Assert.Single(found.GetProperty("rules")[0].GetProperty("filters").EnumerateArray());
        Assert.Equal(("plan", "team", "\"scale\"", "no"), (Text(filter, "key"), Text(filter, "operand"), Text(filter.GetProperty("value"), "text"), Text(filter, "outcome")));
    }

    [Fact]
    public async Task Get_PersonWithAnEarlierId_HasTheValueOfThatId()
    {
        await using RunningEmulator running = await StartAsync();
        string[] earlier = [.. Enumerable.Range(0, 30).Select(static number => $"visitor-{number}")];
        foreach (string visitor in earlier)
        {
            JsonElement signedIn = (await running.FlagsAsync($"\"distinct_id\": \"user-of-{visitor}\", \"$anon_distinct_id\": \"{visitor}\"")).GetProperty("flags");
            JsonElement shown = Assert.Single((await running.GetAsync($"/_emulator/persons?distinct_id=user-of-{visitor}")).GetProperty("persons").EnumerateArray());
            JsonElement explained = await running.GetAsync($"/_emulator/explain/kept?distinct_id=user-of-{visitor}");

            Assert.Equal(Told(signedIn.GetProperty("kept")), Told(shown.GetProperty("flags").GetProperty("kept")));
            Assert.Equal(Told(signedIn.GetProperty("kept")), Told(explained.GetProperty("answer")));
        }
    }

    [Fact]
    public async Task Get_PropertyOfTheFirstVisit_IsFilledAsForTheFlagsEndpoint()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync(options =>
        {
            options.Definitions = """{ "f": { "when": { "$initial_browser": "Firefox" } } }""";
            options.Persons["ada"] = new Dictionary<string, object?> { ["$browser"] = "Firefox" };
        });

        JsonElement shown = Assert.Single((await running.GetAsync("/_emulator/persons")).GetProperty("persons").EnumerateArray());
        JsonElement found = await running.GetAsync("/_emulator/explain/f?distinct_id=ada");

        Assert.True(shown.GetProperty("flags").GetProperty("f").GetProperty("enabled").GetBoolean());
        Assert.Equal("match", Text(found.GetProperty("conditions")[0], "outcome"));
    }

    [Theory]
    [InlineData("GET", "/_emulator/explain/none?distinct_id=ada", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_emulator/explain/beta", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/_emulator/explain/beta?distinct_id=ada", HttpStatusCode.MethodNotAllowed)]
    public async Task Send_WhatCannotBeExplained_IsRefused(string method, string path, HttpStatusCode status)
    {
        await using RunningEmulator running = await StartAsync();

        using HttpResponseMessage response = await running.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, response.StatusCode);
    }

    private static Task<RunningEmulator> StartAsync() => RunningEmulator.StartAsync(options =>
    {
        options.Definitions = Kinds;
        options.Persons["ada"] = new Dictionary<string, object?> { ["plan"] = "scale", ["$feature_enrollment/choice"] = "true" };
        options.Persons["grace"] = new Dictionary<string, object?> { ["plan"] = "free" };
        options.Persons["person-3"] = new Dictionary<string, object?> { ["plan"] = "team" };
    });

    /// <summary>The answer that the parts of an explanation lead to. Null if they do not decide the flag.</summary>
    private static string? Proof(JsonElement found)
    {
        if (found.TryGetProperty("rules", out JsonElement rules))
        {
            return ProofOfRules([.. rules.EnumerateArray()], found.GetProperty("answer"));
        }

        if (!found.TryGetProperty("conditions", out JsonElement conditions) || found.GetProperty("decidedBy").TryGetProperty("step", out JsonElement step) && step.GetString() != "conditions")
        {
            return null;
        }

        JsonElement[] reached = [.. conditions.EnumerateArray().Where(static condition => Text(condition, "outcome") != "notReached")];
        if (Array.Exists(reached, static condition => Text(condition, "outcome") == "undecided"))
        {
            return null;
        }

        bool isOn = Array.Exists(reached, static condition => Text(condition, "outcome") == "match");
        string variant = isOn && found.TryGetProperty("variant", out JsonElement chosen) ? Text(chosen, "chosen")! : string.Empty;
        string reason = string.Concat(Text(found.GetProperty("decidedBy"), "reason")!.Select(static (letter, index) => (index > 0 && char.IsUpper(letter) ? "_" : string.Empty) + char.ToLowerInvariant(letter)));
        return $"{isOn} {variant} {reason}";
    }

    private static string ProofOfRules(JsonElement[] rules, JsonElement answer)
    {
        string[] outcomes = [.. rules.Select(static rule => Text(rule, "outcome")!)];
        int reached = outcomes.Count(static outcome => outcome != "notReached");
        Assert.All(outcomes.Take(reached - 1), static outcome => Assert.Contains(outcome, new[] { "noMatch", "outOfRollout" }));
        Assert.All(outcomes.Skip(reached), static outcome => Assert.Equal("notReached", outcome));
        string reason = outcomes[reached - 1] switch
        {
            "match" => "condition_match",
            "holdout" => "holdout_condition_value",
            "outOfRollout" when reached == rules.Length => "out_of_rollout_bound",
            _ => "no_condition_match",
        };
        return $"{answer.GetProperty("enabled").GetBoolean()} {Text(answer, "variant")} {reason}";
    }

    private static string Told(JsonElement record) =>
        $"{record.GetProperty("enabled").GetBoolean()} {Text(record, "variant")} {Text(record.GetProperty("reason"), "code")}";

    private static string Flag(string key, string filters, string more = "") => $$"""{ "key": "{{key}}", "active": true, {{more}} "filters": { {{filters}} } }""";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
