using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Flags with the features of real definitions: rollouts, variants, payloads, holdouts, groups, devices, early access, dependencies.</summary>
internal sealed class RandomFlags(Random random)
{
    private static readonly double[] Percentages = [0, 1, 12.5, 33.34, 50, 99.9, 100, 150, -3];

    private readonly RandomFilters _filters = new(random);
    private readonly RandomText _text = new(random);

    public JsonObject Next(string key, IReadOnlyList<string> dependencies)
    {
        var flag = new JsonObject
        {
            ["id"] = random.Next(1, 1000),
            ["key"] = key,
            ["active"] = !random.Percent(10),
            ["version"] = random.Next(20),
            ["filters"] = Filters(dependencies),
        };
        Sometimes(flag, 5, "deleted", static _ => true);
        Sometimes(flag, 5, "ensure_experience_continuity", static _ => true);
        Sometimes(flag, 10, "bucketing_identifier", static _ => "device_id");
        Sometimes(flag, 10, "evaluation_runtime", static random => random.Pick<string>(["all", "client", "server"]));
        Sometimes(flag, 5, "has_encrypted_payloads", static _ => true);
        Sometimes(flag, 5, "evaluation_contexts", static _ => new JsonArray("shop"));
        return flag;
    }

    private JsonObject Filters(IReadOnlyList<string> dependencies)
    {
        var filters = new JsonObject { ["groups"] = new JsonArray([.. random.Many(0, 4, () => Condition(dependencies))]) };
        Sometimes(filters, 35, "multivariate", _ => Multivariate());
        Sometimes(filters, 30, "payloads", _ => Payloads());
        Sometimes(filters, 15, "aggregation_group_type_index", static random => random.Next(3));
        Sometimes(filters, 15, "early_exit", static _ => true);
        Sometimes(filters, 10, "holdout", random => new JsonObject { ["id"] = 3, ["exclusion_percentage"] = random.Pick(Percentages) });
        Sometimes(filters, 8, "feature_enrollment", static _ => true);
        Sometimes(filters, 5, "version", static random => random.Next(3));
        return filters;
    }

    private JsonNode Condition(IReadOnlyList<string> dependencies)
    {
        var condition = new JsonObject { ["properties"] = new JsonArray([.. random.Many(0, 3, () => (JsonNode)_filters.Next(dependencies))]) };
        Sometimes(condition, 75, "rollout_percentage", static random => random.Pick(Percentages));
        Sometimes(condition, 25, "variant", static random => random.Pick(RandomNames.Variants));
        Sometimes(condition, 15, "aggregation_group_type_index", static random => random.Percent(30) ? null : random.Next(3));
        return condition;
    }

    private JsonObject Multivariate() => new()
    {
        ["variants"] = new JsonArray([.. random.Many(0, 4, () => (JsonNode)new JsonObject
        {
            ["key"] = random.Pick(RandomNames.Variants),
            ["rollout_percentage"] = random.Pick(Percentages),
        })]),
    };

    private JsonObject Payloads()
    {
        var payloads = new JsonObject();
        foreach (string value in random.Many(1, 3, () => random.Pick(RandomNames.Variants)))
        {
            payloads[value] = random.Percent(70) ? "{\"size\":[1,2.50,null]}" : _text.Next();
        }

        return payloads;
    }

    private void Sometimes(JsonObject target, int percent, string member, Func<Random, JsonNode?> draw)
    {
        if (random.Percent(percent))
        {
            target[member] = draw(random);
        }
    }
}
