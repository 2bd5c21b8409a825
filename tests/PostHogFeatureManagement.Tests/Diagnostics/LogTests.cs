using System.Reflection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Tests.Diagnostics;

[Trait("Promise", "OP-01")]
public sealed class LogTests
{
    private static readonly LoggerMessageAttribute[] Messages =
        [.. typeof(Log).GetMethods().Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()];

    [Fact]
    public void Message_Always_EndsWithoutFullStop()
    {
        Assert.NotEmpty(Messages);
        Assert.All(Messages, static message => Assert.False(message.Message.EndsWith('.'), message.Message));
    }

    /// <summary>The generator names an event after its method.</summary>
    [Fact]
    public void EventId_EachMessage_IsUniqueAndNamed()
    {
        Assert.Equal(Messages.Length, Messages.DistinctBy(static message => message.EventId).Count());
        Assert.All(
            typeof(Log).GetMethods().Where(static method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null),
            static method => Assert.Equal(
                method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId, typeof(LogEvents).GetField(method.Name)!.GetRawConstantValue()));
    }
}
