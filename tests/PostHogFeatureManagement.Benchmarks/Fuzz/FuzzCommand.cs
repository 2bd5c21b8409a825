using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>Gives the library random input of one kind or of all, 200,000 cases of each by default. <see cref="FuzzRun"/> says what must hold.</summary>
internal static class FuzzCommand
{
    private const int DefaultCount = 200_000;

    public static int Run(string[] arguments)
    {
        bool isOneKind = arguments is [var first, ..] && !char.IsAsciiDigit(first[0]);
        IEnumerable<string> kinds = isOneKind ? [arguments[0]] : RandomKinds.All.Keys;
        if (isOneKind && !RandomKinds.All.ContainsKey(arguments[0]))
        {
            Console.Error.WriteLine($"The kinds are {string.Join(", ", RandomKinds.All.Keys)}.");
            return 2;
        }

        string[] numbers = arguments[(isOneKind ? 1 : 0)..];
        int count = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : DefaultCount;
        int seed = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFFF;
        return kinds.Sum(kind => FuzzRun.Run(kind, count, seed)) == 0 ? 0 : 1;
    }
}
