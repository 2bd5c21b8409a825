using PostHogFeatureManagement.Benchmarks.Bdn;
using PostHogFeatureManagement.Benchmarks.Fleet;
using PostHogFeatureManagement.Benchmarks.Fleet.Simulation;
using PostHogFeatureManagement.Benchmarks.Fuzz;
using PostHogFeatureManagement.Benchmarks.Http;
using PostHogFeatureManagement.Benchmarks.LongRun;
using PostHogFeatureManagement.Benchmarks.Outage;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Scaling;

string command = args.FirstOrDefault("report");
string[] rest = [.. args.Skip(1)];
return command switch
{
    "report" => await ReportCommand.RunAsync(rest),
    "bdn" => BdnCommand.Run(rest),
    "scaling" => await ScalingCommand.RunAsync(),
    "fuzz" => FuzzCommand.Run(rest),
    "outage" => await OutageCommand.RunAsync(rest),
    "fleet" => await FleetCommand.RunAsync(rest),
    "longrun" => await LongRunCommand.RunAsync(rest),
    "simulate" => SimulateCommand.Run(rest),
    FleetApp.Command => await FleetApp.ServeAsync(rest),
    GateProcess.Command => await GateApp.ServeAsync(rest),
    GateCostProcess.Command => await GateCostProcess.RunAsync(rest),
    CountedApp.Command => await CountedApp.ServeAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("report [ids...] [--svg] | scaling | bdn [filter] | fuzz [kind] [count] [seed] | fleet [instances] [intervals] [scenarios...] | simulate [seed] [largest] [--svg] | outage [seconds] [rate] [kinds...] | longrun [minutes]");
    return 2;
}
