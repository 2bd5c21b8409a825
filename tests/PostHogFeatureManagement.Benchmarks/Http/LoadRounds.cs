namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// Runs loads in turn, round after round. A round consists of many short turns, so all loads see the same conditions.
/// </summary>
internal static class LoadRounds
{
    private const int TurnsPerRound = 8;
    /// <summary>Long enough for the JIT compiler to optimize what only a refresh in the background calls.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>The loads' results of each round, in the order of the loads.</summary>
    public static async Task<LoadResult[][]> RunAsync(int rounds, params Load[] loads)
    {
        foreach (Load load in loads)
        {
            await load.RunAsync(WarmUp);
        }

        var results = new LoadResult[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            results[round] = await RunRoundAsync(loads);
        }

        return results;
    }

    private static async Task<LoadResult[]> RunRoundAsync(Load[] loads)
    {
        List<LoadResult>[] turns = [.. loads.Select(static _ => new List<LoadResult>())];
        for (int turn = 0; turn < TurnsPerRound; turn++)
        {
            for (int i = 0; i < loads.Length; i++)
            {
                int next = (i + turn) % loads.Length;
                turns[next].Add(await loads[next].RunAsync(Turn));
            }
        }

        return [.. turns.Select(LoadResult.Sum)];
    }
}
