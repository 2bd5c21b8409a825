using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-04")]
public class RemoteFlagsDistributedTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeDistributedCache _backend;
    private readonly RemoteProbe _first;

    public RemoteFlagsDistributedTests()
    {
        _backend = new FakeDistributedCache(_time);
        _first = Instance();
        _first.Answer = static request => RemoteFlagSamples.Sixty(request.Context.DistinctId == "ada" ? 1 : 2);
    }

    private string ValueKey => _backend.Keys.Single(key => key.StartsWith("posthog:f1:", StringComparison.Ordinal));

    private string SchemaKey => _backend.Keys.Single(key => key.StartsWith("posthog:s1:", StringComparison.Ordinal));

    [Fact]
    public async Task GetAsync_CachedByOtherInstance_ReturnsSameAnswersWithoutRequest()
    {
        RemoteAnswer fetched = await FetchAndStoreAsync();

        RemoteProbe second = Instance();
        RemoteAnswer found = await second.GetAsync();

        Assert.Empty(second.Requests);
        Assert.Equal(FlagSource.Cache, found.Source);
        Assert.Equal(fetched.RequestId, found.RequestId);
        Assert.Equal(fetched.EvaluatedAt, found.EvaluatedAt);
        Assert.True(found.MinimalFlagCalledEvents);
        Assert.False(found.HasErrors);
        foreach ((RemoteFlag expected, RemoteFlag actual) in fetched.Flags.Zip(found.Flags))
        {
            Assert.Equal(expected.Key, actual.Key);
            Assert.True(RemoteOutcome.AreSame(expected, actual), expected.Key);
            Assert.Equal(expected.Payload?.Json.GetRawText(), actual.Payload?.Json.GetRawText());
        }

        Assert.Equal(60, found.Flags.Count());
    }

    [Fact]
    public async Task GetAsync_DeepPayloadOfOtherInstance_IsRead()
    {
        string deep = new string('[', 100) + new string(']', 100);
        var payload = FlagPayload.FromWire(System.Text.Json.JsonElement.Parse($"\"{deep}\""), out _);
        _first.Respond(RemoteProbe.On("a") with { Payload = payload });
        await FetchAndStoreAsync();

        RemoteAnswer found = await Instance().GetAsync("a");

        Assert.True(found.TryGet("a", out RemoteFlag? flag));
        Assert.Equal((FlagSource.Cache, deep), (found.Source, flag.Payload?.Json.GetRawText()));
    }

    [Fact]
    [Trait("Promise", "B16")]
    public async Task GetAsync_SixtyFlags_StoresAtMost200Bytes()
    {
        await FetchAndStoreAsync();

        int size = _backend[ValueKey].Length;

        TestContext.Current.TestOutputHelper?.WriteLine($"value {size} bytes, schema {_backend[SchemaKey].Length} bytes");
        Assert.InRange(size, 60, 200);
    }

    [Fact]
    [Trait("Promise", "B16")]
    public async Task GetAsync_SchemaLost_MissesAndRestoresSchema()
    {
        await FetchAndStoreAsync();
        string schema = SchemaKey;
        _backend.Lose(schema);

        RemoteProbe second = Instance();
        second.Answer = _first.Answer;
        Assert.Equal(FlagSource.Remote, (await second.GetAsync()).Source);
        Assert.Single(second.Requests);

        await Eventually.TrueAsync(() => _backend.Keys.Contains(schema));
        RemoteProbe third = Instance();
        Assert.Equal(FlagSource.Cache, (await third.GetAsync()).Source);
    }

    [Fact]
    [Trait("Promise", "B16")]
    public async Task GetAsync_AllSchemasLost_RestoresThem()
    {
        await FetchAndStoreAsync();
        RemoteProbe second = Instance();
        second.Answer = static request => RemoteFlagSamples.Sixty(request.Context.DistinctId!.StartsWith("ada", StringComparison.Ordinal) ? 1 : 2);
        await second.GetAsync(context: new PostHogContext("bob"));
        await second.GetAsync(context: new PostHogContext("ada-2"));
        await Eventually.TrueAsync(() => _backend.SetsDone == 6);
        foreach (string schema in _backend.Keys.Where(static key => key.Contains(":s1:", StringComparison.Ordinal)))
        {
            _backend.Lose(schema);
        }

        // Ada's answers use a schema that the second instance does not know. Its own schema, which has all their outcomes, is lost as well.
        await second.GetAsync();
        _time.Advance(OutcomeTableStore.LookEvery);
        await Eventually.TrueAsync(() => _backend.SetsDone == 8);

        RemoteProbe third = Instance();
        Assert.Equal(FlagSource.Cache, (await third.GetAsync()).Source);
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public async Task GetAsync_SchemaByteChanged_Misses()
    {
        await FetchAndStoreAsync();
        string key = SchemaKey;
        string valueKey = ValueKey;
        byte[] value = _backend[valueKey];
        byte[] schema = _backend[key];
        for (int index = 0; index < schema.Length; index += 7)
        {
            _backend[valueKey] = value;
            byte[] changed = [.. schema];
            changed[index] ^= 1;
            _backend[key] = changed;
            RemoteProbe other = Instance();
            other.Respond(RemoteProbe.On("fetched"));

            Assert.True((await other.GetAsync("fetched")).TryGet("fetched", out _), $"byte {index}");
        }
    }

    [Fact]
    [Trait("Promise", "RC-05")]
    public async Task GetAsync_ValueUnderOtherCallersKey_IsNotServed()
    {
        await FetchAndStoreAsync();
        string adaKey = ValueKey;
        PostHogContext bob = new("bob");
        await _first.GetAsync(context: bob);
        await Eventually.TrueAsync(() => _backend.Keys.Count(key => key.StartsWith("posthog:f1:", StringComparison.Ordinal)) == 2);
        string bobKey = _backend.Keys.Single(key => key.StartsWith("posthog:f1:", StringComparison.Ordinal) && key != adaKey);
        _backend[bobKey] = _backend[adaKey];

        RemoteProbe second = Instance();
        second.Answer = _first.Answer;
        await second.GetAsync(context: bob);

        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task GetAsync_NewOutcomes_KeepsOldValuesReadable()
    {
        await FetchAndStoreAsync();
        await _first.GetAsync(context: new PostHogContext("bob"));
        await Eventually.TrueAsync(() => _backend.Keys.Count == 4);

        RemoteProbe second = Instance();
        await second.GetAsync();
        await second.GetAsync(context: new PostHogContext("bob"));

        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task GetAsync_InstancesWithSameOutcomes_ShareSchema()
    {
        RemoteProbe second = Instance();
        second.Answer = _first.Answer;
        PostHogContext bob = new("bob");
        await _first.GetAsync();
        await _first.GetAsync(context: bob);
        await second.RefreshAllAsync(bob);
        await second.RefreshAllAsync();
        await Eventually.TrueAsync(() => _backend.Keys.Count >= 5);

        // One schema after Ada only, one after Bob only, and one after both in either order.
        Assert.Equal(3, _backend.Keys.Count(key => key.StartsWith("posthog:s1:", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Promise", "RC-06")]
    public async Task GetAsync_Stored_KeysAndValuesHoldNoPersonalData()
    {
        PostHogContext context = new("ada@example.com") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "enterprise-plan" } };
        await _first.GetAsync(context: context);
        await Eventually.TrueAsync(() => _backend.Keys.Count == 2);

        foreach (string key in _backend.Keys)
        {
            string value = System.Text.Encoding.Latin1.GetString(_backend[key]);
            foreach (string secret in new[] { "ada", "example.com", "enterprise", "plan", "phc_test" })
            {
                Assert.DoesNotContain(secret, key, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(secret, value, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private RemoteProbe Instance() => new(distributed: _backend, time: _time);

    private async Task<RemoteAnswer> FetchAndStoreAsync()
    {
        RemoteAnswer answer = await _first.GetAsync();
        await Eventually.TrueAsync(() => _backend.Keys.Count == 2);
        return answer;
    }
}
