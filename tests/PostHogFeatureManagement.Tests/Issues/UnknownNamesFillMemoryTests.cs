using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A million flag names from user input, none of which existed, stayed in memory for ever: 110 MB.</summary>
[Trait("Promise", "SC-06")]
public sealed class UnknownNamesFillMemoryTests
{
    public static TheoryData<string> Doors => ["flags", "manager", "variants"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Check_ManyUnknownNames_ForgetsThem(string door)
    {
        await using var library = new Library(
            new StubHandler().Json(Library.Definitions(Library.Flag("beta"))), ("FeatureManagement:free-shipping", "true"));
        await library.RefreshAsync();

        WeakReference[] names = await CheckUnknownAsync(library, door, UnknownNames.Max + 5_000, "unknown");
        GC.Collect();

        Assert.InRange(names.Count(static name => name.IsAlive), 0, UnknownNames.Max);
        Assert.True(await IsEnabledAsync(library, door, "free-shipping"));
        var configuration = (IConfigurationRoot)library.Get<IConfiguration>();
        configuration["FeatureManagement:added"] = "true";
        configuration.Reload();
        Assert.True(await IsEnabledAsync(library, door, "added"));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Check_LongUnknownNames_ForgetsThem(string door)
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))), ("FeatureManagement:free-shipping", "true"));
        await library.RefreshAsync();

        WeakReference[] names = await CheckUnknownAsync(library, door, 100, new string('x', Room.MaxKeyLength));
        GC.Collect();

        Assert.InRange(names.Count(static name => name.IsAlive), 0, 1);
    }

    // In a method of its own, because a debug build keeps locals alive to the end of the method.
    private static async Task<WeakReference[]> CheckUnknownAsync(Library library, string door, int count, string start)
    {
        var names = new WeakReference[count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{start}-{i}");
            names[i] = new WeakReference(name);
            Assert.False(await IsEnabledAsync(library, door, name));
        }

        return names;
    }

    private static async ValueTask<bool> IsEnabledAsync(Library library, string door, string name) => door switch
    {
        "flags" => (await library.Flags.GetFlagAsync(name, new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken)).IsEnabled,
        "manager" => await library.Get<IFeatureManager>().IsEnabledAsync(name),
        _ => await library.Get<IVariantFeatureManager>().IsEnabledAsync(name, new PostHogContext("ada"), TestContext.Current.CancellationToken),
    };
}
