using System.Text;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>One definitions document, damaged in a few places, and some callers. The seed determines everything.</summary>
internal sealed class RandomCase
{
    private RandomCase(int seed, byte[] document, List<PostHogContext> contexts)
    {
        Seed = seed;
        Document = document;
        Contexts = contexts;
    }

    public int Seed { get; }

    public byte[] Document { get; }

    public IReadOnlyList<PostHogContext> Contexts { get; }

    public static RandomCase Draw(int seed)
    {
#pragma warning disable CA5394 // The test needs a repeatable source, not a secure one.
        var random = new Random(seed);
#pragma warning restore CA5394
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

        return new RandomCase(seed, document, random.Many(1, 2, new RandomContexts(random).Next));
    }
}
