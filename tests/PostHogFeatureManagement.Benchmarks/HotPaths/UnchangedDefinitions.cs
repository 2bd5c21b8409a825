using System.Globalization;
using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B21: a poll that gets the same 1 000 flags with 10 conditions each, without an ETag.</summary>
[MemoryDiagnoser]
public class UnchangedDefinitions : IReportRow
{
    private readonly byte[] _document = Documents.Uniform(1_000, 10);
    private readonly DefinitionsRefresher _refresher;
    private readonly DefinitionsStore _store;

    public UnchangedDefinitions()
    {
        ServiceProvider services = LocalServices.CreatePolling(new SameAnswer(_document));
        _refresher = services.GetRequiredService<DefinitionsRefresher>();
        _store = services.GetRequiredService<DefinitionsStore>();
    }

    string IReportRow.Id => "B21";

    [Benchmark]
    public Task RefreshAsync() => _refresher.RefreshOnceAsync(CancellationToken.None);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        Samples samples = await sampler.MeasureAsync(Contender.Of(() => _refresher.RefreshOnceAsync(CancellationToken.None)));
        double milliseconds = samples.Nanoseconds(0) / 1e6;
        bool isUnchanged = _store.Current?.Generation == 1;
        return ReportLine.Of(
            "B21",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{milliseconds:0.00} ms and {samples.Bytes(0)} B for {_document.Length / 1e6:0.0} MB of JSON{(isUnchanged ? "" : ", PUBLISHED AGAIN")}"),
            "<= 1 ms; <= 10 kB beside the body",
            isUnchanged && milliseconds <= 1 * Orientation.Factor && samples.Bytes(0) <= 10_000);
    }

    private sealed class SameAnswer(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
