namespace SampleWeb.Hosting;

/// <summary>The command <c>export FILE</c>, or <c>export --typed FILE</c> for the file that typed flags are generated from.</summary>
/// <param name="File">Where to write.</param>
/// <param name="IsTyped">Whether to leave out all that typed flags do not need.</param>
/// <param name="Settings">The arguments that are settings. The file is none: on Linux, its path would be taken for the name of one.</param>
internal sealed record ExportCommand(string File, bool IsTyped, string[] Settings)
{
    /// <returns>Null when the arguments have no such command.</returns>
    public static ExportCommand? Of(string[] arguments) => arguments switch
    {
        ["export", "--typed", string file, .. string[] settings] => new(file, IsTyped: true, settings),
        ["export", string file, .. string[] settings] => new(file, IsTyped: false, settings),
        _ => null,
    };
}
