using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Changes a document so that it stays JSON but has unexpected content.</summary>
internal sealed class RandomMutations(Random random)
{
    private readonly RandomJson _json = new(random);
    private readonly RandomText _text = new(random);

    /// <summary>Changes one random place below the node.</summary>
    public void Mutate(JsonNode root)
    {
        var containers = new List<JsonNode>();
        Collect(root, containers);
        if (random.Pick(containers) is JsonObject members)
        {
            MutateObject(members, containers);
        }
        else
        {
            MutateArray((JsonArray)random.Pick(containers.FindAll(static node => node is JsonArray) is { Count: > 0 } arrays ? arrays : [new JsonArray()]));
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> containers)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(static member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        if (node is JsonObject or JsonArray)
        {
            containers.Add(node);
        }

        foreach (JsonNode? child in children)
        {
            Collect(child, containers);
        }
    }

    private void MutateObject(JsonObject members, List<JsonNode> containers)
    {
        if (members.Count == 0 || random.Percent(10))
        {
            members[random.Pick(RandomNames.Members)] = _json.Next();
            return;
        }

        string name = members.GetAt(random.Next(members.Count)).Key;
        switch (random.Next(7))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members[name] = random.Pick(containers).DeepClone();
                break;
            case 2:
                members[name] = Nested(members[name]?.DeepClone());
                break;
            case 3:
                members[name] = _text.Next();
                break;
            case 4:
                members[name] = _json.Number();
                break;
            default:
                members[name] = _json.Next();
                break;
        }
    }

    private void MutateArray(JsonArray items)
    {
        if (items.Count == 0 || random.Percent(20))
        {
            items.Add(_json.Next());
            return;
        }

        int index = random.Next(items.Count);
        switch (random.Next(4))
        {
            case 0:
                items.RemoveAt(index);
                break;
            case 1:
                items.Add(items[index]?.DeepClone());
                break;
            case 2:
                items[index] = Nested(items[index]?.DeepClone());
                break;
            default:
                items[index] = _json.Next();
                break;
        }
    }

    private JsonNode Nested(JsonNode? value)
    {
        JsonNode nested = new JsonArray(value);
        for (int depth = random.Percent(5) ? random.Next(40) : random.Next(3); depth > 0; depth--)
        {
            nested = random.Percent(50) ? new JsonArray(nested) : new JsonObject { [random.Pick(RandomNames.Members)] = nested };
        }

        return nested;
    }
}
