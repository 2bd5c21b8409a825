using System.Text;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>One definitions document, damaged in a few places, and some callers.</summary>
internal sealed class RandomCase
{
    private RandomCase(byte[] document, List<PostHogContext> contexts)
    {
        Document = document;
        Contexts = contexts;
    }

    public byte[] Document { get; }

    public IReadOnlyList<PostHogContext> Contexts { get; }

    public static RandomCase Draw(Random random)
    {
        JsonObject definitions = new RandomDefinitions(random).Next(random.Next(1, 4));
        var mutations = new RandomMutations(random);
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            mutations.Mutate(definitions);
        }

        byte[] document = Encoding.UTF8.GetBytes(definitions.ToJsonString());
        if (random.Percent(15))
        {
            document = new RandomBytes(random).Damage(document);
        }

        return new RandomCase(document, random.Many(1, 2, new RandomContexts(random).Next));
    }
}
