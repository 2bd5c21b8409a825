namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>What a door said, in words that replies of other doors can be compared with.</summary>
internal sealed record Reply(string Door, ManagerRole Role, string Text)
{
    public const string On = "on";
    public const string Off = "off";
    public const string NoVariant = "no variant";

    private const string Thrown = "throws ";

    public bool IsException => Text.StartsWith(Thrown, StringComparison.Ordinal);

    public static string Say(bool isEnabled) => isEnabled ? On : Off;

    /// <summary>Asks a door. A door that throws replies with the exception.</summary>
    public static async Task<Reply> AskAsync(string door, ManagerRole role, Func<Task<string>> ask)
    {
        try
        {
            return new Reply(door, role, await ask());
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return new Reply(door, role, Thrown + exception.GetType().Name);
        }
    }
}
