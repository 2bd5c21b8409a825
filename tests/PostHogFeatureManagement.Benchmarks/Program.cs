using PostHogFeatureManagement.Benchmarks.Bdn;
using PostHogFeatureManagement.Benchmarks.Report;

string command = args.FirstOrDefault("report");
string[] rest = [.. args.Skip(1)];
return command switch
{
    "report" => await ReportCommand.RunAsync(rest),
    "bdn" => BdnCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("report [ids...] | scaling | bdn [filter] | fuzz [count] [seed]");
    return 2;
}
