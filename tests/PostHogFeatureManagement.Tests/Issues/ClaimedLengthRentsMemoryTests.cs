using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Tests.Client;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A response that claimed 10 MB and then hung took 16 MB from the shared pool at once, and the pool kept them for minutes: up to 260 MB in a quiet application.
/// Reading takes small pieces as the body arrives.
/// </summary>
[Trait("Promise", "SC-06")]
public sealed class ClaimedLengthRentsMemoryTests
{
    private const int LargestPiece = 64 * 1024;
    private const int Claimed = 10 * 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(Claimed - 1)]
    public async Task EvaluateAsync_ClaimsMoreThanArrives_ReadsInSmallPieces(int arriving)
    {
        using ClientFixture fixture = Fixture(arriving, out LargestRead largestRead);

        Assert.Equal(WireFailure.Unreachable, (await fixture.EvaluateAsync()).Failure);
        Assert.InRange(largestRead.Size, 1, LargestPiece);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Claimed - 1)]
    public async Task GetDefinitionsAsync_ClaimsMoreThanArrives_ReadsInSmallPieces(int arriving)
    {
        using ClientFixture fixture = Fixture(arriving, out LargestRead largestRead);

        Assert.Equal(WireFailure.Unreachable, (await fixture.GetDefinitionsAsync()).Failure);
        Assert.InRange(largestRead.Size, 1, LargestPiece);
    }

    private static ClientFixture Fixture(int arriving, out LargestRead largestRead)
    {
        var stream = new LargestRead(arriving);
        largestRead = stream;
        var fixture = new ClientFixture(static options => options.Client.MaxRetryAttempts = 0);
        fixture.PostHog.Answer((_, _) =>
        {
            var content = new StreamContent(stream);
            content.Headers.ContentLength = Claimed;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        });
        return fixture;
    }

    /// <summary>Breaks off instead of ending, and remembers how much it was asked for at once.</summary>
    private sealed class LargestRead(int arriving) : MemoryStream(new byte[arriving])
    {
        public int Size { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Size = Math.Max(Size, buffer.Length);
            int read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The connection broke off.");
        }
    }
}
