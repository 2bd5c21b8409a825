using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>Callers who share a cache key send the same request, whatever the types of their property values.</summary>
[Trait("Promise", "RC-06")]
public class RemoteContextKeyWireTests
{
    private static readonly PostHogFeatureManagementOptions Settings = new() { ProjectToken = "phc_test" };
    private static readonly RemoteContextKey Keys = new(Settings, new CacheHasher(null));
    private static readonly FlagsRequestWriter Writer = new(new PostHogEndpoints(Options.Create(Settings)), Options.Create(Settings));

    [Fact]
    public void Of_SameKey_ImpliesSameRequest()
    {
        using JsonDocument document = JsonDocument.Parse("""["1",1,1.0,true,null,[1],["1"],{"a":1},{"a":"1"},"\u0061"]""");
        object?[] scalars =
        [
            null, "", "1", "1.0", "a", "true", true, false, 1, 1L, (byte)1, (short)1, 1u, 1ul, (Int128)1, (UInt128)1, (Half)1, 1f, 1d, 1m, 1.0m, -0.0, 0.1f, 0.1d, 0.1m,
            1e20, 100000000000000000000m, double.NaN, float.PositiveInfinity, DayOfWeek.Monday, ConsoleColor.DarkBlue, Guid.Empty, Guid.Empty.ToString(),
            new Uri("http://a/%41"), new Uri("http://a/A"), new Uri("a", UriKind.Relative), new DateTime(2026, 1, 1), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)), new DateOnly(2026, 1, 1),
            new TimeOnly(1, 2, 3), new TimeOnly(1, 2, 4), TimeSpan.FromDays(1), new Version(1, 0), "AQ==", new byte[] { 1 }, new[] { 1 }, new[] { "1" }, new object?[] { null },
            new List<object> { new[] { 1 } }, new[] { 1, 2 }, new[] { 12 }, new Dictionary<string, object?> { ["a"] = 1 }, new object(),
            .. document.RootElement.EnumerateArray().Select(static element => (object?)element),
        ];
        PostHogContext[] contexts = [.. scalars.Select(With), .. scalars.Select(static value => With(new[] { value })), .. scalars.Select(Group)];

        foreach (IGrouping<CacheKey, PostHogContext> sharing in contexts.GroupBy(Keys.Of))
        {
            Assert.Single(sharing.Select(Request).Distinct());
        }
    }

    private static string Request(PostHogContext context) => Encoding.UTF8.GetString(Writer.Write(new FlagsRequest(context)).Span);

    private static PostHogContext With(object? value) => new("ada") { PersonProperties = new Dictionary<string, object?> { ["p"] = value } };

    private static PostHogContext Group(object? value) => new("ada")
    {
        Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme", new Dictionary<string, object?> { ["p"] = value }) },
    };
}
