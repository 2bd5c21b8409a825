using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Every combination of a theory's boolean parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialBoolsAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        int count = testMethod.GetParameters().Length;
        return new([.. Enumerable.Range(0, 1 << count).Select(bits => new TheoryDataRow([.. Enumerable.Range(0, count).Select(bit => (object)((bits >> bit & 1) == 1))]))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
