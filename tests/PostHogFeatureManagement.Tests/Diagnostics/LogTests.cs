using System.Reflection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Events;

namespace PostHogFeatureManagement.Tests.Diagnostics;

[Trait("Promise", "OP-01")]
public sealed class LogTests
{
    private static readonly (MethodInfo Method, EventId Id, string Text)[] Messages =
    [
        .. typeof(Log).GetMethods()
            .Select(static method => (Method: method, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(static message => message.Attribute is not null)
            .Select(static message => (message.Method, new EventId(message.Attribute.EventId, message.Method.Name), message.Attribute.Message)),
        .. typeof(EventsLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(static method => Written(method)),
    ];

    [Fact]
    public void Message_Always_EndsWithoutFullStop()
    {
        Assert.NotEmpty(Messages);
        Assert.All(Messages, static message => Assert.False(message.Text.EndsWith('.'), message.Text));
    }

    /// <summary>The generator names an event after its method, and so do messages that are written by hand.</summary>
    [Fact]
    public void EventId_EachMessage_IsUniqueAndNamed()
    {
        Assert.Equal(Messages.Length, Messages.DistinctBy(static message => message.Id.Id).Count());
        Assert.All(Messages, static message => Assert.Equal(message.Id.Id, typeof(LogEvents).GetField(message.Method.Name)!.GetRawConstantValue()));
        Assert.All(Messages, static message => Assert.Equal(message.Method.Name, message.Id.Name));
    }

    /// <summary>A message that is written by hand is only known when it is logged.</summary>
    private static (MethodInfo Method, EventId Id, string Text) Written(MethodInfo method)
    {
        var seen = new Template();
        object?[] values = [.. method.GetParameters().Skip(1).Select(static parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)];
        method.Invoke(null, [seen, .. values]);
        return (method, seen.Id, seen.Text);
    }

    private sealed class Template : ILogger
    {
        public EventId Id { get; private set; }

        public string Text { get; private set; } = string.Empty;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Id = eventId;
            Text = (string)((IReadOnlyList<KeyValuePair<string, object?>>)state!)[^1].Value!;
        }
    }
}
