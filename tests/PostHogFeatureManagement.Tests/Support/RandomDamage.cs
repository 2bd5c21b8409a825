using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>JSON documents as hostile or broken senders write them: with unexpected content, odd text or damaged bytes.</summary>
internal sealed class RandomDamage(Random random)
{
    private static readonly string[] OddTexts = ["\\ud83d", "\\udc00\\ud800", "\\u0000", "\\u202e", "\ufeff", "\ud800", "\\", "\\u00"];
    private static readonly int[] Depths = [3, 60, 62, 63, 64, 65, 254, 255, 256, 257, 1_000];
    private static readonly string[] Numbers = ["NaN", "Infinity", "-", "1e999", "-1e999", "01", "9223372036854775808", new('9', 400), "1e-400"];

    private readonly RandomMutations _mutations = new(random);
    private readonly RandomBytes _bytes = new(random);

    /// <summary>Changes the document and returns its bytes, which may be anything.</summary>
    public byte[] Next(JsonNode document)
    {
        for (int changes = random.Next(3); changes > 0; changes--)
        {
            _mutations.Mutate(document);
        }

        string text = document.ToJsonString();
        for (int changes = random.Percent(60) ? random.Next(1, 3) : 0; changes > 0; changes--)
        {
            text = Change(text);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return random.Percent(15) ? _bytes.Damage(bytes) : bytes;
    }

    private string Change(string text) => random.Next(9) switch
    {
        0 or 1 => InsertAfter(text, '"', random.Pick(OddTexts)),
        2 => Repeat(text),
        3 => InsertAfter(text, ':', random.Pick(Numbers) + ",\"other\":"),
        4 => InsertAfter(text, '"', new string('a', random.Percent(3) ? 100_000 : random.Pick([100, 1_000, 10_000]))),
        5 => InsertAfter(text, ':', Nested() + ",\"other\":"),
        6 => Escape(text),
        7 => JsonSerializer.Serialize(text),
        _ => InsertAfter(text, ',', random.Pick(["\n\t ", "/*c*/", "\"a\":1,", "null,", "\u00a0"])),
    };

    private string Nested()
    {
        int depth = random.Percent(3) ? 50_000 : random.Pick(Depths);
        return random.Percent(50)
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(string.Concat(Enumerable.Repeat("{\"a\":", depth)), "1", new string('}', depth));
    }

    /// <summary>Writes the first member of an object twice.</summary>
    private string Repeat(string text)
    {
        int start = Find(text, '{') + 1;
        int end = text.IndexOf(',', start);
        return end < 0 ? text : text.Insert(start, text[start..(end + 1)]);
    }

    /// <summary>Writes the first letter of a string as an escape.</summary>
    private string Escape(string text)
    {
        int at = Find(text, '"') + 1;
        return at < text.Length && char.IsAsciiLetter(text[at]) ? $"{text[..at]}\\u{(int)text[at]:x4}{text[(at + 1)..]}" : text;
    }

    private string InsertAfter(string text, char sign, string insertion) => text.Insert(Find(text, sign) + 1, insertion);

    /// <summary>One of the places where the sign is; -1 if there is none.</summary>
    private int Find(string text, char sign)
    {
        int start = random.Next(text.Length);
        int after = text.IndexOf(sign, start);
        return after >= 0 ? after : text.IndexOf(sign, StringComparison.Ordinal);
    }
}
