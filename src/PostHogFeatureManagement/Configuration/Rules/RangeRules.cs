using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks the bounds of single values and the relations between them.</summary>
internal static class RangeRules
{
    private static readonly TimeSpan TenMilliseconds = TimeSpan.FromMilliseconds(10);

    public static void Check(PostHogFeatureManagementOptions options, OptionsProblems problems)
    {
        CheckClient(options.Client, problems);
        CheckDefinitions(options.Definitions, problems);
        CheckCache(options.Cache, problems);
        CheckEvents(options.Events, problems);
        problems.Between("Health:StartupGrace", options.Health.StartupGrace, TimeSpan.Zero, TimeSpan.FromHours(1));
        problems.Between("FeatureManagement:PinFor", options.FeatureManagement.PinFor, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    private static void CheckClient(PostHogClientOptions client, OptionsProblems problems)
    {
        problems.Between("Client:AttemptTimeout", client.AttemptTimeout, TenMilliseconds, TimeSpan.FromMinutes(1));
        problems.Between("Client:TotalTimeout", client.TotalTimeout, TenMilliseconds, TimeSpan.FromMinutes(5));
        problems.Between("Client:WaitAtMost", client.WaitAtMost, TenMilliseconds, TimeSpan.FromMinutes(5));
        problems.Between("Client:MaxRetryAttempts", client.MaxRetryAttempts, 0, 10);
        problems.Between("Client:RetryDelay", client.RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        problems.Between("Client:FailureRatio", client.FailureRatio, 0.001, 1);
        problems.Between("Client:MinimumThroughput", client.MinimumThroughput, 2, 10_000);
        problems.Between("Client:SamplingDuration", client.SamplingDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        problems.Between("Client:SlowCallThreshold", client.SlowCallThreshold, TenMilliseconds, TimeSpan.FromMinutes(5));
        problems.Between("Client:BreakDuration", client.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        problems.Between("Client:MaxConcurrentRequests", client.MaxConcurrentRequests, 1, 10_000);

        if (client.AttemptTimeout > client.TotalTimeout)
        {
            problems.Add(
            "Client:AttemptTimeout",
            $"is {client.AttemptTimeout}, longer than Client:TotalTimeout ({client.TotalTimeout}). An attempt must fit into the call.");
        }

        if (client.SlowCallThreshold >= client.TotalTimeout)
        {
            problems.Add(
            "Client:SlowCallThreshold",
            $"is {client.SlowCallThreshold}, but calls end after Client:TotalTimeout ({client.TotalTimeout}). "
                + "Make it shorter, so a slow success can open the circuit.");
        }
    }

    private static void CheckDefinitions(PostHogDefinitionsOptions definitions, OptionsProblems problems)
    {
        problems.Between("Definitions:PollInterval", definitions.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        problems.Between("Definitions:ShareCheckInterval", definitions.ShareCheckInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        problems.Between("Definitions:StartupTimeout", definitions.StartupTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        problems.Between("Definitions:IdleAfter", definitions.IdleAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        problems.Between("Definitions:IdleInterval", definitions.IdleInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        problems.Between("Definitions:MonthlyUnitBudget", definitions.MonthlyUnitBudget ?? 1, 1, long.MaxValue);

        if (definitions.AskForMissing && definitions.LocalOnly)
        {
            problems.Add("Definitions:AskForMissing", "is true, but Definitions:LocalOnly forbids asking PostHog's servers. Set one of them to false.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(definitions.TimeZone, out _))
        {
            problems.Add("Definitions:TimeZone", $"is {SafeText.Quote(definitions.TimeZone)}, which this system does not know. Write an IANA name such as Europe/Berlin.");
        }
    }

    private static void CheckCache(PostHogCacheOptions cache, OptionsProblems problems)
    {
        problems.Between("Cache:FreshFor", cache.FreshFor, TimeSpan.Zero, TimeSpan.FromDays(1));
        problems.Between("Cache:StaleFor", cache.StaleFor, TimeSpan.Zero, TimeSpan.FromDays(30));
        problems.Between("Cache:FailSafeFor", cache.FailSafeFor, TimeSpan.Zero, TimeSpan.FromDays(30));
        problems.Between("Cache:NegativeFor", cache.NegativeFor, TimeSpan.Zero, TimeSpan.FromHours(1));
        problems.Between("Cache:SizeLimit", cache.SizeLimit, 1, 10_000_000);
        problems.Between("Cache:MemoryLimit", cache.MemoryLimit, 1_000_000, 1_000_000_000_000);
        problems.Between("Cache:DistributedTimeout", cache.DistributedTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        if (cache.KeyPrefix.Length > 64)
        {
            problems.Add("Cache:KeyPrefix", $"has {cache.KeyPrefix.Length} characters; at most 64 are allowed.");
        }
    }

    private static void CheckEvents(PostHogEventsOptions events, OptionsProblems problems)
    {
        problems.Between("Events:QueueCapacity", events.QueueCapacity, 1, 1_000_000);
        problems.Between("Events:BatchSize", events.BatchSize, 1, 10_000);
        problems.Between("Events:FlushInterval", events.FlushInterval, TenMilliseconds, TimeSpan.FromHours(1));
        problems.Between("Events:MaxRetryAttempts", events.MaxRetryAttempts, 0, 10);
        problems.Between("Events:ShutdownTimeout", events.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }
}
