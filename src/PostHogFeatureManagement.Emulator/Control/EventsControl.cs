using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>
/// Shows and removes the events received. <c>?name=</c>, <c>?distinctId=</c> and <c>?last=</c> select, and <c>?atLeast=3&amp;within=2s</c> waits for events.
/// </summary>
internal sealed class EventsControl(EmulatorState state)
{
    private const string Advice = "Write ?last=100 for the last events, and ?atLeast=3&within=2s, or 500ms, to wait for events for up to one minute.";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            state.Events.Clear();
            return Answers.NoContentAsync(context);
        }

        return HttpMethods.IsGet(context.Request.Method) ? ListAsync(context) : Answers.MethodNotAllowedAsync(context, "GET, DELETE");
    }

    /// <param name="context">The request.</param>
    /// <param name="uuid">The uuid of one event.</param>
    public Task HandleOneAsync(HttpContext context, string uuid)
    {
        if (!HttpMethods.IsDelete(context.Request.Method))
        {
            return Answers.MethodNotAllowedAsync(context, "DELETE");
        }

        return Guid.TryParse(uuid, out Guid id) && state.Events.Remove(id)
            ? Answers.NoContentAsync(context)
            : ControlAnswers.ErrorAsync(context, StatusCodes.Status404NotFound, "The emulator keeps no event with this uuid.");
    }

    private async Task ListAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        int? last = Number(query, "last");
        int? atLeast = Number(query, "atLeast");
        TimeSpan? within = query.ContainsKey("within") ? Duration(query["within"].ToString()) : TimeSpan.Zero;
        if (last < 0 || atLeast < 0 || within is null)
        {
            await ControlAnswers.BadRequestAsync(context, Advice).ConfigureAwait(false);
            return;
        }

        PostHogEmulatorEvent[] events = await WaitAsync(() => Select(query), atLeast ?? 0, within.Value, context.RequestAborted).ConfigureAwait(false);
        await Answers.JsonAsync(context, writer => Write(writer, events.TakeLast(last ?? events.Length))).ConfigureAwait(false);
    }

    private PostHogEmulatorEvent[] Select(IQueryCollection query)
    {
        string name = query["name"].ToString();
        string distinctId = query["distinctId"].ToString();
        return
        [
            .. state.Events.All().Where(
                received => (name.Length == 0 || received.Name == name) && (distinctId.Length == 0 || received.DistinctId == distinctId)),
        ];
    }

    /// <summary>Waits until enough events are there or the time is up.</summary>
    private async Task<PostHogEmulatorEvent[]> WaitAsync(Func<PostHogEmulatorEvent[]> select, int atLeast, TimeSpan within, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task timeUp = Task.Delay(within, state.Waits, ended.Token);
        while (true)
        {
            Task changed = state.Events.Changed;
            PostHogEmulatorEvent[] events = select();
            if (events.Length >= atLeast || timeUp.IsCompleted)
            {
                await ended.CancelAsync().ConfigureAwait(false);
                return events;
            }

            await Task.WhenAny(changed, timeUp).ConfigureAwait(false);
        }
    }

    /// <summary>The number in the query. Null if there is none, and -1 if it is not one.</summary>
    private static int? Number(IQueryCollection query, string name)
    {
        if (!query.ContainsKey(name))
        {
            return null;
        }

        return int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    private static TimeSpan? Duration(string text)
    {
        (string unit, double factor) = text.EndsWith("ms", StringComparison.Ordinal) ? ("ms", 1) : ("s", 1000);
        return text.EndsWith(unit, StringComparison.Ordinal)
            && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * factor <= LongestWait.TotalMilliseconds
                ? TimeSpan.FromMilliseconds(number * factor)
                : null;
    }

    private void Write(Utf8JsonWriter writer, IEnumerable<PostHogEmulatorEvent> events)
    {
        writer.WriteStartObject();
        writer.WriteNumber("received", state.Events.Received);
        writer.WriteNumber("duplicates", state.Events.Duplicates);
        writer.WriteStartArray("events");
        foreach (PostHogEmulatorEvent received in events)
        {
            Write(writer, received);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PostHogEmulatorEvent received)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid", received.Uuid);
        writer.WriteString("event", received.Name);
        writer.WriteString("distinct_id", received.DistinctId);
        if (received.Timestamp is { } timestamp)
        {
            writer.WriteString("timestamp", timestamp);
        }

        writer.WriteString("received_at", received.ReceivedAt);
        writer.WriteString("endpoint", received.Endpoint);
        writer.WritePropertyName("properties");
        if (received.Properties.ValueKind == JsonValueKind.Object)
        {
            received.Properties.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
