using System.Globalization;
using BenchmarkDotNet.Attributes;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B1: a flag that is only a rollout, compared with the one hash that it needs.</summary>
[MemoryDiagnoser]
public class RolloutFlag : IReportRow
{
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly FlagSet _set = CompiledFlags.From(Documents.Sixty());
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly FlagDefinition _flag;
    private readonly PostHogContext _user = Callers.One();
    private readonly PostHogContext[] _users = Callers.Many(4096);
    private int _next;

    public RolloutFlag() => _flag = _set.Named(Documents.Rollout);

    string IReportRow.Id => "B1";

    [Benchmark(Baseline = true)]
    public ulong OneSha1Block() => Sha1.Top64InPlace(_block, 48);

    [Benchmark]
    public bool SameUser() => _evaluator.Evaluate(_set, _flag, _user).IsEnabled;

    [Benchmark]
    public bool DistinctUsers() => _evaluator.Evaluate(_set, _flag, _users[_next++ & 4095]).IsEnabled;

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        Samples samples = await sampler.MeasureAsync(Contender.Of(OneSha1Block), Contender.Of(SameUser), Contender.Of(DistinctUsers));
        double same = samples.Ratio(1, 0);
        double distinct = samples.Ratio(2, 0);
        return ReportLine.Of(
            "B1",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{same:0.00} × one SHA-1 block of {samples.Nanoseconds(0):0} ns, {samples.Bytes(1)} B; "
                + $"distinct users {distinct:0.00} ×, {samples.Bytes(2)} B"),
            "<= 1.4 ×, 0 B; also with distinct users",
            same <= 1.4 && distinct <= 1.4 && samples.Bytes(1) == 0 && samples.Bytes(2) == 0);
    }
}
