using System.Buffers;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Flags.RemoteConfig;

namespace PostHogFeatureManagement.Tests.Flags.RemoteConfig;

[Trait("Promise", "RC-14")]
public sealed class RemoteConfigCodecTests
{
    private readonly RemoteConfigCodec _codec = new();

    [Theory]
    [InlineData("""{"eur":5}""")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task ReadAsync_WhatWasWritten_IsEqual(string? json)
    {
        var target = new ArrayBufferWriter<byte>();
        var entry = new RemoteConfigEntry(json is null ? null : new FlagPayload(JsonElement.Parse(json)), FlagReason.Unknown);

        Assert.True(_codec.TryWrite(entry, target));
        Assert.Equal(json, (await ReadAsync(target.WrittenMemory))!.Payload?.Json.GetRawText());
    }

    [Fact]
    public void TryWrite_ReasonOfThisInstance_IsNotStored() =>
        Assert.False(_codec.TryWrite(new RemoteConfigEntry(null, FlagReason.UnreadableValue), new ArrayBufferWriter<byte>()));

    [Fact]
    public async Task ReadAsync_NoJson_IsMiss() => Assert.Null(await ReadAsync(Encoding.UTF8.GetBytes("{oops")));

    private ValueTask<RemoteConfigEntry?> ReadAsync(ReadOnlyMemory<byte> bytes) =>
        _codec.ReadAsync(bytes, new DistributedDeadline(TimeProvider.System, TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
}
