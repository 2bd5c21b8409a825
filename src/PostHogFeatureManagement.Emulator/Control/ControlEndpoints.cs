using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>The emulator's page and its control endpoints under <c>/_emulator/</c>. They answer this machine only, and faults do not apply to them.</summary>
internal sealed class ControlEndpoints(EmulatorState state)
{
    private const string Root = "/_emulator/";
    private const string FlagRoot = "flags/";
    private const string EventRoot = "events/";
    private const string ExplainRoot = "explain/";

    private readonly FlagsControl _flags = new(state);
    private readonly FaultsControl _faults = new(state.Faults);
    private readonly RequestsControl _requests = new(state.Requests);
    private readonly EventsControl _events = new(state);
    private readonly PersonsControl _persons = new(state);
    private readonly ExplainControl _explain = new(state);

    public static bool Owns(string path) => path is "" or "/" || path.StartsWith(Root, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context, string path)
    {
        if (path.Length <= 1)
        {
            return Loopback.IsLoopbackHost(context.Request.Host) ? PageResources.SendPageAsync(context) : RefuseAsync(context);
        }

        return Loopback.IsSameMachine(context.Request) ? AnswerAsync(context, path[Root.Length..].TrimEnd('/')) : RefuseAsync(context);
    }

    private Task AnswerAsync(HttpContext context, string name) => name switch
    {
        "flags" => _flags.HandleListAsync(context),
        "definitions" => _flags.HandleDefinitionsAsync(context),
        "faults" => _faults.HandleAsync(context),
        "requests" => _requests.HandleAsync(context),
        "events" => _events.HandleAsync(context),
        "persons" => _persons.HandleAsync(context),
        _ when name.StartsWith(FlagRoot, StringComparison.Ordinal) => _flags.HandleFlagAsync(context, Key(name, FlagRoot)),
        _ when name.StartsWith(ExplainRoot, StringComparison.Ordinal) => _explain.HandleAsync(context, Key(name, ExplainRoot)),
        _ when name.StartsWith(EventRoot, StringComparison.Ordinal) => _events.HandleOneAsync(context, name[EventRoot.Length..]),
        _ => PageResources.SendAsync(context, name),
    };

    /// <summary>Unescapes slashes, which the server leaves escaped because they separate path segments.</summary>
    private static string Key(string name, string root) => name[root.Length..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context) =>
        ControlAnswers.ErrorAsync(
            context, StatusCodes.Status403Forbidden, "The emulator can be controlled only from this machine, through localhost or 127.0.0.1.");
}
