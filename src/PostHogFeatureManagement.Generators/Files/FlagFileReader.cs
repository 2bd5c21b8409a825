using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PostHogFeatureManagement.Generators.Json;

namespace PostHogFeatureManagement.Generators.Files;

/// <summary>Reads the list of flags that <c>IPostHogDefinitions.ExportTypedAsync</c> writes. It never throws: what is wrong is a problem at its place.</summary>
internal sealed class FlagFileReader
{
    private const string Advice = "Write it with IPostHogDefinitions.ExportTypedAsync";
    private const int Format = 1;

    private readonly string _path;
    private readonly SourceText _source;
    private readonly List<FileProblem> _problems = [];
    private readonly SortedDictionary<string, TypedFlag> _flags = new(StringComparer.Ordinal);

    private FlagFileReader(string path, SourceText source)
    {
        _path = path;
        _source = source;
    }

    public static FlagFile Read(string path, SourceText source)
    {
        var reader = new FlagFileReader(path, source);
        reader.ReadText(source.ToString());
        return new FlagFile(path, new([.. reader._flags.Values]), new([.. reader._problems]));
    }

    private void ReadText(string text)
    {
        if (SecretScan.Find(text) is { } secret)
        {
            Report(Rules.FileHoldsSecrets, secret, "The file holds a secret key of PostHog. Revoke the key, and remove it from the file and its history.");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            Report(default, $"it is empty. {Advice}");
            return;
        }

        if (JsonParser.Parse(text, out JsonError? error) is not { } root)
        {
            Report(new TextSpan(error!.Position, 0), $"expected {error.Expected}");
            return;
        }

        ReadRoot(root);
    }

    private void ReadRoot(JsonValue root)
    {
        if (IsFullExport(root))
        {
            Report(
                Rules.FileHoldsSecrets,
                new TextSpan(root.Span.Start, 1),
                $"The file holds the conditions of flags, which can contain personal data. {Advice}, which leaves them out.");
            return;
        }

        if (root.Member("typedFlags") is not { } format || root.Member("flags") is not { Kind: JsonKind.Array } flags)
        {
            Report(new TextSpan(root.Span.Start, 1), $"expected an object with 'typedFlags' and a list 'flags'. {Advice}");
            return;
        }

        if (!Numbers.TryParse(format.Text, out double version) || version != Format)
        {
            Report(format.Span, $"expected the format 1. {Advice} of this version of the package");
            return;
        }

        foreach (JsonValue flag in flags.Items)
        {
            ReadFlag(flag);
        }
    }

    private void ReadFlag(JsonValue json)
    {
        if (json.Member("key") is not { Kind: JsonKind.String, Text.Length: > 0 } key)
        {
            Report(json.Span, "expected a flag with a text 'key'");
            return;
        }

        if (_flags.ContainsKey(key.Text))
        {
            Report(key.Span, $"the flag '{key.Text}' is there twice");
            return;
        }

        bool isActive = json.Member("active") is not { Kind: JsonKind.Boolean, IsTrue: false };
        _flags[key.Text] = new TypedFlag(
            key.Text,
            FilePlace.Of(_path, _source, key.Span),
            json.TextOf("name"),
            isActive ? AudienceOf(json.TextOf("audience")) : FlagAudience.NoOne,
            json.TextOf("decided") == "server",
            PayloadOf(json),
            ReadVariants(json));
    }

    private ValueList<TypedVariant> ReadVariants(JsonValue flag)
    {
        if (flag.Member("variants") is not { Kind: JsonKind.Array } list)
        {
            return ValueList<TypedVariant>.Empty;
        }

        var variants = new List<TypedVariant>();
        foreach (JsonValue variant in list.Items)
        {
            if (variant.Member("key") is not { Kind: JsonKind.String, Text.Length: > 0 } key)
            {
                Report(variant.Span, "expected a variant with a text 'key'");
            }
            else if (!variants.Exists(known => known.Key == key.Text))
            {
                variants.Add(new TypedVariant(key.Text, Numbers.ParseOrZero(variant.Member("percentage")?.Text), PayloadOf(variant)));
            }
        }

        return new([.. variants]);
    }

    private static FlagAudience AudienceOf(string? text) => text switch
    {
        "everyone" => FlagAudience.Everyone,
        "no one" => FlagAudience.NoOne,
        "groups" => FlagAudience.Groups,
        _ => FlagAudience.Persons,
    };

    private static PayloadShape? PayloadOf(JsonValue json) => json.Member("payload") is { } payload ? PayloadReader.Read(payload) : null;

    private static bool IsFullExport(JsonValue root) =>
        root.Member("definitions") is not null
        || root.Member("cohorts") is not null
        || (root.Member("flags") is { } flags && flags.Items.Any(static flag => flag.Member("filters") is not null));

    private void Report(TextSpan span, string problem) => Report(Rules.FileUnreadable, span, problem);

    private void Report(DiagnosticDescriptor rule, TextSpan span, string argument) =>
        _problems.Add(new FileProblem(rule, FilePlace.Of(_path, _source, span), argument));
}
