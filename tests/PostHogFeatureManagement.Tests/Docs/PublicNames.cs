using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Redis;
using PostHogFeatureManagement.Testing;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The names that documentation may use: the packages' public names, their log events, and every name in the assemblies they reference.</summary>
internal static partial class PublicNames
{
    internal static readonly Assembly[] Packages =
        [typeof(PostHogContext).Assembly, typeof(PostHogEmulator).Assembly, typeof(RedisConnection).Assembly, typeof(PostHogTest).Assembly];

    private static readonly ILookup<string, string> Own = Packages
        .SelectMany(static package => package.GetExportedTypes())
        .SelectMany(static type => type.GetMembers().Select(member => (Type: type.Name, member.Name)))
        .ToLookup(static member => member.Type, static member => member.Name);

    /// <summary>The names in PostHog's own packages that the migration guide mentions.</summary>
    private static readonly string[] PostHogsOwn = ["UseFeatureManagement", "UsePostHogRequestContext"];

    private static readonly HashSet<string> Known =
    [
        .. Own.SelectMany(static type => type.Append(type.Key)),
        .. Packages.Select(static package => package.GetName().Name!),
        .. typeof(LogEvents).GetFields().Select(static field => field.Name),
        .. PostHogsOwn,
        .. Build(),
        .. Foreign(),
    ];

    /// <summary>
    /// Finds names in a piece of code that do not exist: names that are called or contain PostHog, and members of the library's types.
    /// </summary>
    public static IEnumerable<string> UnknownIn(string code) =>
    [
        .. Name().Matches(code).Select(static match => match.Value).Where(static name => !Known.Contains(name) && !Known.Contains($"{name}Attribute")),
        .. Member().Matches(code)
            .Where(static match => IsUnknownMember(match.Groups["type"].Value, match.Groups["member"].Value))
            .Select(static match => match.Value),
    ];

    private static bool IsUnknownMember(string type, string member) => Own.Contains(type) && !Own[type].Contains(member);

    /// <summary>The MSBuild properties and items of the package.</summary>
    private static IEnumerable<string> Build() => Directory
        .EnumerateFiles(Path.Combine(Repository.Source, "PostHogFeatureManagement", "build"))
        .SelectMany(static file => Name().Matches(File.ReadAllText(file)))
        .Select(static match => match.Value);

    private static IEnumerable<string> Foreign()
    {
        string[] own = [.. Packages.Select(static package => package.Location), typeof(PublicNames).Assembly.Location];
        foreach (string file in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Except(own))
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata)
            {
                continue;
            }

            MetadataReader reader = image.GetMetadataReader();
            foreach (TypeDefinitionHandle type in reader.TypeDefinitions)
            {
                yield return reader.GetString(reader.GetTypeDefinition(type).Name).Split('`')[0];
            }

            foreach (MethodDefinitionHandle method in reader.MethodDefinitions)
            {
                yield return reader.GetString(reader.GetMethodDefinition(method).Name);
            }
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w*(?=(<T\w*>)?\()|\b\w*PostHog[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(?<type>[A-Z]\w*)\.(?<member>[A-Z]\w*)")]
    private static partial Regex Member();
}
