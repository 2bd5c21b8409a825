using System.Reflection;
using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Maps each type of the library to its folder in the source tree. Public types share one namespace, so the namespace does not tell the folder.
/// </summary>
internal sealed partial class SourceMap
{
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    public SourceMap(string projectFolder)
    {
        foreach (string file in Repository.SourceFiles(projectFolder))
        {
            string folder = Path.GetRelativePath(projectFolder, Path.GetDirectoryName(file)!).Replace('\\', '/');
            foreach (Match declaration in Declaration().Matches(File.ReadAllText(file)))
            {
                _folders[declaration.Groups["name"].Value] = folder == "." ? string.Empty : folder;
            }
        }
    }

    /// <summary>Returns the path of the folder, for example <c>Client/Resilience</c>; empty for the root, null for compiler-generated types.</summary>
    public string? FolderOf(Type type)
    {
        Type outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return outermost.Namespace is null ? null : _folders.GetValueOrDefault(outermost.Name.Split('`')[0]);
    }

    /// <summary>Returns the types of the library that no source file declares and the map cannot place.</summary>
    public IEnumerable<string> Unplaced(Assembly library) =>
        library.GetTypes().Where(type => type is { IsNested: false, Namespace: not null } && IsWritten(type) && FolderOf(type) is null).Select(type => type.FullName!);

    private static bool IsWritten(Type type) =>
        !type.Name.StartsWith('<') && !type.Namespace!.StartsWith("System.", StringComparison.Ordinal) && !type.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:public|internal|file) (?:\w+ )*?(?:class|record struct|record|struct|interface|enum|delegate [\w<>?,\. ]+?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
