using PostHogFeatureManagement.Generators.Files;
using PostHogFeatureManagement.Generators.Writing;

namespace PostHogFeatureManagement.Generators;

/// <summary>What the generator adds to a compilation.</summary>
/// <param name="Source">The code; null when there is nothing to generate.</param>
/// <param name="Problems">What is wrong with the files.</param>
internal sealed record GeneratedFlags(string? Source, ValueList<FileProblem> Problems)
{
    /// <summary>If a flag is in several files, the first one counts.</summary>
    public static GeneratedFlags Of(IEnumerable<FlagFile> files, GeneratorSettings settings)
    {
        FlagFile[] ordered = [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
        if (ordered.Length == 0)
        {
            return new(null, ValueList<FileProblem>.Empty);
        }

        TypedFlag[] flags =
        [
            .. ordered.SelectMany(static file => file.Flags)
                .GroupBy(static flag => flag.Key, StringComparer.Ordinal)
                .Select(static same => same.First())
                .OrderBy(static flag => flag.Key, StringComparer.Ordinal),
        ];
        var naming = new FlagNaming();
        string source = new FlagsWriter(settings).Write(naming.Name(flags, settings));
        return new(source, new([.. ordered.SelectMany(static file => file.Problems), .. naming.Problems]));
    }
}
