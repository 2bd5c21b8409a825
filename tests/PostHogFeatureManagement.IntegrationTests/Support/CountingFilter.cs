using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>An application's filter that counts its calls and returns what the test sets.</summary>
[FilterAlias(Alias)]
internal sealed class CountingFilter(CountingFilter.Script script) : IFeatureFilter
{
    public const string Alias = "Counting";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context)
    {
        int call = Interlocked.Increment(ref script.Calls);
        return script.AnswerAsync(call);
    }

    public sealed class Script
    {
        public int Calls;

        /// <summary>The answer to the n-th call.</summary>
        public Func<int, Task<bool>> AnswerAsync { get; set; } = static _ => Task.FromResult(true);

        /// <summary>Makes all following calls return true, but only after the source is completed.</summary>
        public TaskCompletionSource Hold()
        {
            var release = new TaskCompletionSource();
            AnswerAsync = async _ =>
            {
                await release.Task;
                return true;
            };
            return release;
        }
    }
}
