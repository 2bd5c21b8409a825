using System.Globalization;
using System.Text;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>
/// A random application: its flags in PostHog and in configuration, who wins, and what of its own it registers. A seed always gives the same one.
/// </summary>
internal sealed record RandomApplication
{
    private static readonly string[] Names = ["alpha", "Alpha", "beta", "gamma", "GAMMA", "delta", "new-headline", "only-here"];

    private RandomApplication(int seed, Random random)
    {
        Seed = seed;
        Random = random;
        Scoped = (seed & 1) == 1;
        Remote = (seed & 2) == 2;
        HasTargeting = random.Next(2) == 0;
        UsePostHog = random.Next(2) == 0;
        Flags = [.. Names.Where(_ => random.Next(100) < 60).Select(key => PostHogFlag.Create(random, key))];
        string[] keys = [.. Flags.Select(flag => flag.Key)];

        // The configuration ignores case, so it can hold each name in one case only.
        Configured =
        [
            .. Names.Where(_ => random.Next(100) < 55).DistinctBy(static name => name, StringComparer.OrdinalIgnoreCase)
                .Select(name => ConfiguredFlag.Create(random, OtherCase(random, name, percent: 30), keys, HasTargeting)),
        ];
        Precedence = RandomPrecedence(random);
        PrecedenceByFlag = Names.Where(_ => random.Next(100) < 25).DistinctBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => OtherCase(random, name, percent: 30), _ => RandomPrecedence(random));
        SessionAnswers = random.Next(4) == 0
            ? Names.Where(_ => random.Next(100) < 40).DistinctBy(static name => name, StringComparer.OrdinalIgnoreCase).ToDictionary(static name => name, _ => random.Next(2) == 0)
            : null;
        Own = random.Next(3) == 0 ? new OwnPlace((ManagerRole)random.Next(4), (OwnMoment)random.Next(3)) : null;
    }

    public int Seed { get; }

    public Random Random { get; }

    public bool Scoped { get; }

    public bool Remote { get; }

    /// <summary>Whether an accessor of the application's own names its callers for Microsoft's filters, too.</summary>
    public bool HasTargeting { get; }

    public bool UsePostHog { get; }

    public IReadOnlyList<PostHogFlag> Flags { get; }

    public IReadOnlyList<ConfiguredFlag> Configured { get; }

    public FlagPrecedence Precedence { get; }

    public IReadOnlyDictionary<string, FlagPrecedence> PrecedenceByFlag { get; }

    /// <summary>The answers of a session manager. Null when the application has none.</summary>
    public IReadOnlyDictionary<string, bool>? SessionAnswers { get; }

    /// <summary>Where the application registers a manager of its own. Null when it has none.</summary>
    public OwnPlace? Own { get; }

    /// <summary>The flag that chooses a variant service.</summary>
    public string VariantFlag => Names[Seed % Names.Length];

    public string Definitions => FlagJson.Set([.. Flags.Select(flag => flag.Json)]);

    public string ConfigurationJson => $$$"""
        {
          "FeatureManagement": { {{{Join(modern: false, static flag => $"\"{flag.Name}\":{flag.Json}")}}} },
          "feature_management": { "feature_flags": [ {{{Join(modern: true, static flag => flag.Json)}}} ] }
        }
        """;

    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("PostHog:FeatureManagement:Precedence", Precedence.ToString()),
        new("PostHog:Identity:PersonPropertyClaims:0", Caller.PlanProperty),
        .. PrecedenceByFlag.Select(entry => new KeyValuePair<string, string?>($"PostHog:FeatureManagement:PrecedenceByFlag:{entry.Key}", entry.Value.ToString())),
    ];

    public static RandomApplication Create(int seed) => new(seed, new Random(seed));

    /// <summary>A random name, often written in another case than where it is defined.</summary>
    public Question Ask() => new(
        Random.Next(12) == 0 ? "unheard-of" : OtherCase(Random, Names[Random.Next(Names.Length)], percent: 35),
        Caller.All[Random.Next(Caller.All.Count)]);

    public bool? SessionAnswer(string name) =>
        SessionAnswers?.Where(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static entry => (bool?)entry.Value).FirstOrDefault();

    public override string ToString() => new StringBuilder()
        .AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}: {(Scoped ? "scoped" : "singleton")}, {(Remote ? "remote" : "local")}, targeting {HasTargeting}, middleware {UsePostHog}")
        .AppendLine(CultureInfo.InvariantCulture, $"precedence {Precedence}, by flag [{string.Join(", ", PrecedenceByFlag)}]")
        .AppendLine(CultureInfo.InvariantCulture, $"session {(SessionAnswers is null ? "none" : $"[{string.Join(", ", SessionAnswers)}]")}, own {Own}")
        .AppendLine(CultureInfo.InvariantCulture, $"definitions {Definitions}")
        .AppendLine(CultureInfo.InvariantCulture, $"configuration {ConfigurationJson}")
        .ToString();

    private static FlagPrecedence RandomPrecedence(Random random) => (FlagPrecedence)random.Next(3);

    private static string OtherCase(Random random, string name, int percent) =>
        random.Next(100) >= percent ? name : string.Concat(name.Select(letter => random.Next(2) == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter)));

    private string Join(bool modern, Func<ConfiguredFlag, string> write) => string.Join(',', Configured.Where(flag => flag.IsModern == modern).Select(write));
}
