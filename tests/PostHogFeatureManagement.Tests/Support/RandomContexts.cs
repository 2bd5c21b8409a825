using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Callers with all kinds of property values that applications use, sensible or not.</summary>
internal sealed class RandomContexts(Random random)
{
    private static readonly JsonElement Disposed = MakeDisposed();

    private readonly RandomText _text = new(random);
    private readonly RandomJson _json = new(random);

    private enum Shade
    {
        Dark = 7,
    }

    public PostHogContext Next() => new(random.Percent(85) ? Id() : null)
    {
        DeviceId = random.Percent(30) ? Id() : null,
        PersonProperties = Bag(),
        Groups = Groups(),
    };

    private string Id() => random.Percent(80) ? $"user-{random.Next(100_000)}" : _text.Next();

    private Dictionary<string, PostHogGroup> Groups()
    {
        var groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal);
        foreach (string type in RandomNames.GroupTypes)
        {
            if (random.Percent(50))
            {
                groups[type] = new PostHogGroup(Id(), Bag());
            }
        }

        return groups;
    }

    private Dictionary<string, object?> Bag()
    {
        var bag = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string name in RandomNames.Properties)
        {
            if (random.Percent(60))
            {
                bag[name] = Value(depth: 2);
            }
        }

        if (random.Percent(10))
        {
            bag[$"$feature_enrollment/{RandomNames.Flag(random.Next(3))}"] = random.Percent(50) ? "true" : Value(depth: 0);
        }

        return bag;
    }

    private object? Value(int depth) => random.Next(depth > 0 ? 28 : 24) switch
    {
        0 => null,
        1 => random.Percent(50),
        2 => random.Next(),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        4 => random.Pick<double>([0, -0.0, 1, 0.1, 1e-7, 1e21, 5e-324, double.NaN, double.PositiveInfinity, double.MinValue]),
        5 => random.Pick<decimal>([1.00m, 0.1m, decimal.MaxValue, -0.0m]),
        6 => random.Pick<float>([0.1f, float.MaxValue, float.NaN]),
        7 => random.Pick<DateTime>([DateTime.MinValue, DateTime.MaxValue, new(2024, 2, 29, 1, 2, 3, DateTimeKind.Local), new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc)]),
        8 => random.Pick<DateTimeOffset>([DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(2024, 6, 1, 10, 0, 0, TimeSpan.FromHours(-11))]),
        9 => random.Pick<DateOnly>([DateOnly.MinValue, DateOnly.MaxValue, new(2024, 6, 1)]),
        10 => TimeOnly.MaxValue,
        11 => Guid.Empty,
        12 => Shade.Dark,
        13 => new Uri("https://example.org/a?b=c#d"),
        14 => UInt128.MaxValue,
        15 => new object(),
        16 => Disposed,
        17 => JsonSerializer.SerializeToElement(_json.Next()),
        18 => 'x',
        19 => TimeSpan.MaxValue,
        < 24 => _text.Next(),
        24 => random.Many(0, 4, () => Value(depth - 1)),
        25 => random.Many(0, 4, _text.Next).ToArray(),
        26 => new Dictionary<string, object?>(StringComparer.Ordinal) { ["nested"] = Value(depth - 1) },
        _ => new int[] { 1, 2, 3 },
    };

    private static JsonElement MakeDisposed()
    {
        using var document = JsonDocument.Parse("[1,\"gone\"]");
        return document.RootElement;
    }
}
