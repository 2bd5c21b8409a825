using System.Globalization;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

[Trait("Promise", "EV-01")]
[Trait("Promise", "EV-09")]
public class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Where the vectors accept several answers, the share that must be the server's answer, because asking the server costs money.</summary>
    private const double MinServerShare = 0.90;

    [Fact]
    public void Evaluate_AllRecordedEvaluations_AgreeWithTheRecording()
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
        Assert.True(conformance.Agreed > 0, $"No vectors in {Conformance.Folder}");
        Assert.True(share >= MinServerShare, $"Only {share:P1} of the free choices are the server's answer");
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
