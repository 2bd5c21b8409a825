using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Chooses the identifiers of all flags. The same flags always get the same ones, in whatever order the file has them.</summary>
internal sealed class FlagNaming
{
    /// <summary>What every enumeration of variants has besides the variants.</summary>
    public const string NoVariant = "None";
    public const string UnknownVariant = "Unknown";

    /// <summary>The property with all keys, and its field.</summary>
    public const string AllKeys = "All";
    public const string AllKeysField = "Keys_";

    private readonly List<FileProblem> _problems = [];

    public IReadOnlyList<FileProblem> Problems => _problems;

    public FlagNames Name(IReadOnlyList<TypedFlag> flags, GeneratorSettings settings)
    {
        string[] types = [settings.ClassName.TrimStart('@'), settings.ExtensionsName];
        var members = new NameTable([AllKeys, AllKeysField, types[0], .. NameTable.OfObject], suffix: "Flag");
        string[] identifiers = [.. flags.Select(flag => NameOf(members, flag))];
        var ownTypes = new NameTable(types, suffix: string.Empty);
        var named = new List<NamedFlag>();
        for (int index = 0; index < flags.Count; index++)
        {
            TypedFlag flag = flags[index];
            if (flag.Variants.Count == 0)
            {
                named.Add(new NamedFlag(flag, identifiers[index], string.Empty, string.Empty, []));
                continue;
            }

            string variantsClass = members.Add($"{identifiers[index]}Variants", out _);
            string variantEnum = ownTypes.Add($"{identifiers[index]}Variant", out _);
            named.Add(new NamedFlag(flag, identifiers[index], variantsClass, variantEnum, NameVariants(flag, variantsClass)));
        }

        if (!settings.HasPayloads)
        {
            return new(named, [], string.Empty);
        }

        var payloads = new PayloadNaming(ownTypes, Report);
        return new([.. named.Select(payloads.Name)], payloads.Records, ownTypes.Add($"{types[0]}PayloadReader", out _));
    }

    private List<NamedVariant> NameVariants(TypedFlag flag, string variantsClass)
    {
        var names = new NameTable([NoVariant, UnknownVariant, variantsClass, .. NameTable.OfObject], suffix: "Variant");
        var named = new List<NamedVariant>();
        foreach (TypedVariant variant in flag.Variants)
        {
            string identifier = names.Add(variant.Key, out string? same);
            if (same is not null)
            {
                Report(flag, $"The variants '{same}' and '{variant.Key}' of '{flag.Key}' give one identifier, so the second is called {identifier}");
            }

            named.Add(new NamedVariant(variant, identifier));
        }

        return named;
    }

    private string NameOf(NameTable names, TypedFlag flag)
    {
        string identifier = names.Add(flag.Key, out string? same);
        if (same is not null)
        {
            Report(flag, $"The flags '{same}' and '{flag.Key}' give one identifier, so the second is called {identifier}");
        }

        return identifier;
    }

    private void Report(TypedFlag flag, string problem) => _problems.Add(new FileProblem(Rules.SameIdentifier, flag.Place, problem));
}
