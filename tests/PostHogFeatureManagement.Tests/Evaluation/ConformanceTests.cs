using System.Globalization;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

[Trait("Promise", "EV-01")]
[Trait("Promise", "EV-09")]
public class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Of the answers that leave a choice, this share must be the server's: asking it costs money.</summary>
    private const double MinServerShare = 0.90;

    [Fact]
    public void Evaluate_AllRecordedEvaluations_Agree()
    {
        var conformance = new Conformance(new FlagEvaluator(TimeProvider.System));

        conformance.RunFolder(Conformance.Folder);

        Print(string.Create(CultureInfo.InvariantCulture, $"conformance: {conformance.Agreed} agree, {conformance.Differences.Count} differ"));
        foreach (string difference in conformance.Differences)
        {
            Print(difference);
        }

        double share = conformance.Choices == 0 ? 1 : (double)conformance.AnsweredAsServer / conformance.Choices;
        Print(string.Create(
            CultureInfo.InvariantCulture,
            $"answered as the server would: {conformance.AnsweredAsServer} of {conformance.Choices} ({share:P1})"));
        Assert.Empty(conformance.Differences);
        Assert.True(conformance.Agreed > 0, $"no vectors in {Conformance.Folder}");
        Assert.True(share >= MinServerShare, $"{share:P1} answered as the server would");
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
