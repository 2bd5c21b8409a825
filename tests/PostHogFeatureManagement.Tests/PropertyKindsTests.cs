using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests;

/// <summary>Which values a property may have. The evaluator and the request see the same ones.</summary>
[Trait("Promise", "EV-03")]
public sealed class PropertyKindsTests
{
    public static TheoryData<object> Unknown => new()
    {
        new object(), new Version(1, 2), TimeSpan.FromSeconds(1), 'c', double.NaN, float.PositiveInfinity, new Dictionary<string, int>(), new { a = 1 },
        new List<object?> { new object() }, JsonElement.Parse("1e999"), JsonElement.Parse("\"\\ud800\""),
        JsonElement.Parse("{\"\\ud800\":1}"),
        JsonElement.Parse("[1 /* one */]", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }),
        default(JsonElement), Deep(65), Cyclic(), Twice(),
        Disposed(), Endless(), Throwing(),
    };

    [Theory]
    [MemberData(nameof(Unknown), DisableDiscoveryEnumeration = true)]
    public void TryRead_UnknownValue_IsMissing(object value)
    {
        PostHogContext context = Engine.Person(("k", value));

        Assert.Same(value, context.PersonProperties["k"]);
        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(Engine.Condition(Engine.Property("k", "is_set", "null")), context).Reason);
        Assert.Equal(["k"], context.Person.LeftOut!.Select(static left => left.Key));
    }

    [Fact]
    public void TryRead_Sequences_AreArraysReadOnce()
    {
        int reads = 0;
        IEnumerable<object> query = Enumerable.Range(1, 2).Select(number =>
        {
            reads++;
            return (object)number;
        });

        Assert.Equal([1, 2], Read(query));
        Assert.Equal(["a"], Read(new HashSet<string> { "a" }));
        Assert.Equal([DayOfWeekNumber], Read(new List<DayOfWeek> { DayOfWeek.Friday }));
        Assert.Equal([new object[] { true }], Read(new ArrayList { new[] { true } }));
        Assert.Equal(2, reads);
    }

    [Fact]
    public void TryRead_ListChangedLater_KeepsWhatWasSet()
    {
        var tags = new List<string> { "a" };
        PostHogContext context = Engine.Person(("tags", tags));
        tags.Add("b");

        Assert.True(context.TryGetPersonProperty("tags", out object? read));
        Assert.Equal(["a"], Assert.IsType<object[]>(read));
    }

    [Fact]
    public void TryRead_JsonNode_IsJson()
    {
        Assert.True(PropertyKinds.TryRead(new JsonObject { ["a"] = new JsonArray(1, "x") }, out object? read));
        Assert.Equal("""{"a":[1,"x"]}""", Assert.IsType<JsonElement>(read).GetRawText());
        Assert.True(PropertyKinds.TryRead(JsonValue.Create("text"), out read));
        Assert.Equal("text", read);
    }

    [Fact]
    public void TryRead_JsonOfDocumentDisposedLater_IsCopied()
    {
        PostHogContext context;
        using (JsonDocument document = JsonDocument.Parse("[1]"))
        {
            context = Engine.Person(("k", document.RootElement));
        }

        Assert.True(context.TryGetPersonProperty("k", out object? read));
        Assert.Equal("[1]", Assert.IsType<JsonElement>(read).GetRawText());
    }

    [Fact]
    public void TryRead_DeepestSequence_IsKnown() => Assert.True(PropertyKinds.TryRead(Deep(PropertyKinds.MaxDepth), out _));

    private static object DayOfWeekNumber => (int)DayOfWeek.Friday;

    private static object?[] Read(object value)
    {
        Assert.True(PropertyKinds.TryRead(value, out object? read));
        return Assert.IsType<object?[]>(read);
    }

    private static object Deep(int depth) => depth == 0 ? "x" : new[] { Deep(depth - 1) };

    private static List<object?> Cyclic()
    {
        var list = new List<object?>();
        list.Add(list);
        return list;
    }

    /// <summary>Each level holds the one below twice, so the value as a whole is too large to write down.</summary>
    private static object Twice()
    {
        object value = "x";
        for (int i = 0; i < 40; i++)
        {
            value = new[] { value, value };
        }

        return value;
    }

    private static JsonElement Disposed()
    {
        using JsonDocument document = JsonDocument.Parse("\"x\"");
        return document.RootElement;
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private static IEnumerable<int> Throwing() => Enumerable.Range(0, 2).Select(static number => 1 / number);
}
