using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "SC-02")]
public sealed class ResponseBodyTests
{
    private const int Limit = 200_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(Limit)]
    public async Task ReadAsync_AnyLength_IsWhatWasSent(int length)
    {
        byte[] sent = Bytes(length);

        using ResponseBody? body = await ReadAsync(new StreamContent(new TricklingStream(sent)));

        Assert.NotNull(body);
        Assert.Equal(sent, body.AsMemory());
        Assert.Equal(sent, body.ToArray());
    }

    [Fact]
    public async Task ReadAsync_LongerThanLimit_IsNull()
    {
        byte[] sent = Bytes(Limit + 1);

        Assert.Null(await ReadAsync(new ByteArrayContent(sent)));
        Assert.Null(await ReadAsync(new StreamContent(new TricklingStream(sent))));
    }

    private static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<ResponseBody?> ReadAsync(HttpContent content)
    {
        using (content)
        {
            return await ResponseBody.ReadAsync(content, Limit, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A stream whose length is not known and whose bytes arrive a few at a time.</summary>
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7_919)], cancellationToken);
    }
}
