using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PostHogFeatureManagement.Benchmarks.Bdn;

/// <summary>The same hot paths under BenchmarkDotNet, for a closer look at one of them.</summary>
internal static class BdnCommand
{
    public static int Run(string[] filters)
    {
        // In this process, because a generated project would not find the package versions and the output folders of this repository.
        IConfig config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        string[] arguments = filters.Length == 0 ? ["--filter", "*"] : ["--filter", .. filters];
        return BenchmarkSwitcher.FromAssembly(typeof(BdnCommand).Assembly).Run(arguments, config).Any() ? 0 : 1;
    }
}
