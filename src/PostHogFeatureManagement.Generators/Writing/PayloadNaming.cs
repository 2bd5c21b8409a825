using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Chooses the identifiers of the records for payloads.</summary>
/// <param name="types">The types that there are.</param>
/// <param name="report">Reports what is wrong with a flag.</param>
internal sealed class PayloadNaming(NameTable types, Action<TypedFlag, string> report)
{
    /// <summary>The method of a record that reads a payload.</summary>
    public const string From = "From";

    // The compiler itself gives every record the last three.
    private static readonly string[] Reserved = [From, "Clone", "EqualityContract", "PrintMembers"];

    private readonly List<NamedRecord> _records = [];

    /// <summary>The records in the order of the flags, each before those for the objects in it.</summary>
    public IReadOnlyList<NamedRecord> Records => _records;

    /// <returns>The flag with its record, if its payloads are objects whose members are known.</returns>
    public NamedFlag Name(NamedFlag flag) => flag.Flag.PayloadOfAll is { Kind: PayloadKind.Object, Record: { } shape }
        ? flag with { PayloadRecord = NameRecord($"{flag.Identifier}Payload", isWhole: true, flag, shape) }
        : flag;

    private string NameRecord(string wanted, bool isWhole, NamedFlag flag, PayloadShape shape)
    {
        string type = types.Add(wanted, out _);
        var names = new NameTable([type, .. Reserved, .. NameTable.OfObject], suffix: "Value");
        var members = new List<NamedMember>();
        _records.Add(new NamedRecord(flag, type, isWhole, members));
        foreach (PayloadMember member in shape.Members)
        {
            string identifier = names.Add(member.Name, out string? same);
            if (same is not null)
            {
                string both = $"The members '{same}' and '{member.Name}' of the payload of '{flag.Flag.Key}'";
                report(flag.Flag, $"{both} give one identifier, so the second is called {identifier}");
            }

            string record = member.Shape.Record is { } inner ? NameRecord(type + identifier, isWhole: false, flag, inner) : string.Empty;
            members.Add(new NamedMember(member, identifier, record));
        }

        return type;
    }
}
