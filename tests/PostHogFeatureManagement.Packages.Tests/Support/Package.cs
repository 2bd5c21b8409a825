using System.IO.Compression;
using System.Xml.Linq;

namespace PostHogFeatureManagement.Packages.Tests.Support;

/// <summary>A package file.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    public Package(string file)
    {
        _archive = ZipFile.OpenRead(file);
        XElement root = XDocument.Parse(Text(Files.Single(static name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!;
        Metadata = root.Element(root.Name.Namespace + "metadata")!;
    }

    /// <summary>What the package says about itself.</summary>
    public XElement Metadata { get; }

    public IEnumerable<string> Files => _archive.Entries.Select(static entry => entry.FullName);

    /// <summary>The files that the project put into it, in ordinal order.</summary>
    public IEnumerable<string> Content => Files
        .Where(static name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
        .Where(static name => name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public IEnumerable<string> Dependencies => Metadata.Descendants(Metadata.Name.Namespace + "dependency")
        .Select(static dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}")
        .Order(StringComparer.Ordinal);

    public string Value(string name) => Metadata.Element(Metadata.Name.Namespace + name)?.Value ?? string.Empty;

    public string Text(string name)
    {
        using var reader = new StreamReader(_archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public void Dispose() => _archive.Dispose();
}
