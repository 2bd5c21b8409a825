using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PostHogFeatureManagement.Benchmarks.Bdn;

/// <summary>Runs the same hot paths under BenchmarkDotNet, to examine one of them.</summary>
internal static class BdnCommand
{
    public static int Run(string[] filters)
    {
        // Runs in this process, because a generated project would not find this repository's package versions and output folders.
        IConfig config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        string[] arguments = filters.Length == 0 ? ["--filter", "*"] : ["--filter", .. filters];
        return BenchmarkSwitcher.FromAssembly(typeof(BdnCommand).Assembly).Run(arguments, config).Any() ? 0 : 1;
    }
}
