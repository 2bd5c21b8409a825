namespace PostHogFeatureManagement.Benchmarks.LongRun.Users;

/// <summary>What a page, or a gate, showed of a flag.</summary>
/// <param name="Key">The flag.</param>
/// <param name="Values">The variant, "true", "false" or <see cref="NoValue"/>; two where the page does not tell whether a flag is off or has no value.</param>
/// <param name="IsExposed">Whether the page read the flag, and did not only pass it on.</param>
internal sealed record ShownFlag(string Key, string[] Values, bool IsExposed)
{
    public const string NoValue = "null";
}

/// <summary>One answer of the shop.</summary>
/// <param name="Visitor">Who got it.</param>
/// <param name="Path">What it answers.</param>
/// <param name="Instance">Which instance answered.</param>
/// <param name="Page">What it showed.</param>
/// <param name="Start">When it was asked for.</param>
/// <param name="End">When it was there.</param>
/// <param name="Floor">The latest version that this instance had answered from before.</param>
internal sealed record Shown(Visitor Visitor, string Path, int Instance, ShopPage Page, TimeSpan Start, TimeSpan End, int Floor);
