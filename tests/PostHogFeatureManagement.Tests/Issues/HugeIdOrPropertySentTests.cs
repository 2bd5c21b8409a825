using System.Text.Json;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A distinct ID of 10 MB from a claim, or a property of 50 MB, was hashed and sent, which took a second and 479 MB.</summary>
[Trait("Promise", "SC-06")]
public sealed class HugeIdOrPropertySentTests
{
    private const int Megabyte = 1_000_000;
    private static readonly string Huge = new('x', 10 * Megabyte);
    private static readonly string AllowedId = new('d', 10_000);
    private static readonly string AllowedText = new('p', PropertyKinds.MaxTextLength);

    public static TheoryData<object> TooLarge =>
    [
        Huge, AllowedText + "p", new[] { AllowedText, "p" }, new byte[10 * Megabyte], new byte[200_000], new Uri("https://example.com/" + AllowedText),
        JsonSerializer.SerializeToElement(new[] { AllowedText }), JsonSerializer.SerializeToElement(AllowedText), JsonSerializer.SerializeToNode(AllowedText)!,
        new object[] { JsonSerializer.SerializeToElement(AllowedText[1..^2]), "text" },
    ];

    [Fact]
    public async Task GetFlagAsync_HugeIds_AreCutOrMissingAndNamedOnce()
    {
        await using var library = new Library(new StubHandler().Flags("beta").Flags("beta"), ("PostHog:SecretKey", ""));
        var groups = new Dictionary<string, PostHogGroup> { ["company"] = new(Huge), ["team"] = new(AllowedId) };
        var caller = new PostHogContext(Huge) { DeviceId = Huge, AnonymousDistinctId = Huge, Groups = groups };

        await library.Flags.GetFlagAsync("beta", caller, cancellationToken: TestContext.Current.CancellationToken);
        await library.Flags.GetFlagAsync("beta", new PostHogContext(Huge + "x"), cancellationToken: TestContext.Current.CancellationToken);

        StubRequest request = library.PostHog.Requests[0];
        Assert.InRange(request.Body.Length, 1, 25_000);
        Assert.Equal(Huge[..200], request.Json.GetProperty("distinct_id").GetString());
        Assert.Contains(AllowedId, request.Body, StringComparison.Ordinal);
        Assert.Equal((null, null, ""), (caller.DeviceId, caller.AnonymousDistinctId, caller.Groups["company"].Key));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.IdTooLong));
    }

    [Fact]
    public async Task GetFlagAsync_LongestIds_AreSent()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""));
        var caller = new PostHogContext(new string('x', 200)) { DeviceId = AllowedId, AnonymousDistinctId = AllowedId };

        await library.Flags.GetFlagAsync("beta", caller, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains($"\"{AllowedId}\"", library.PostHog.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal((200, AllowedId, AllowedId), (caller.DistinctId!.Length, caller.DeviceId, caller.AnonymousDistinctId));
        Assert.Equal(0, library.Logs.CountOf(LogEvents.IdTooLong));
    }

    [Theory]
    [MemberData(nameof(TooLarge), DisableDiscoveryEnumeration = true)]
    public async Task GetFlagAsync_HugeProperty_IsMissingAndNamedOnce(object value)
    {
        await using var library = new Library(new StubHandler().Flags("beta").Flags("beta"), ("PostHog:SecretKey", ""));

        await library.Flags.GetFlagAsync("beta", Caller(value), cancellationToken: TestContext.Current.CancellationToken);
        await library.Flags.GetAllFlagsAsync(Caller(value), cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain("\"text\"", library.PostHog.Requests[0].Body, StringComparison.Ordinal);
        Assert.InRange(library.PostHog.Requests[0].Body.Length, 1, 5_000);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }

    [Fact]
    public async Task GetFlagAsync_LargestProperty_IsSent()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""));

        await library.Flags.GetFlagAsync("beta", Caller(AllowedText), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains(AllowedText, library.PostHog.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(0, library.Logs.CountOf(LogEvents.PropertyLeftOut));
    }

    [Fact]
    public async Task GetFlagAsync_HugeProperty_IsUndecidedInThisProcess()
    {
        const string Filter = """[{"type":"person","key":"text","operator":"icontains","value":"x"}]""";
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta", Filter))));
        await library.RefreshAsync();

        FlagResult result = await library.Flags.GetFlagAsync(
            "beta", Caller(Huge), new FlagCallOptions { LocalOnly = true }, TestContext.Current.CancellationToken);

        Assert.Equal(FlagReason.MissingProperty, result.Reason);
    }

    private static PostHogContext Caller(object value) => new("ada") { PersonProperties = new Dictionary<string, object?> { ["text"] = value } };
}
