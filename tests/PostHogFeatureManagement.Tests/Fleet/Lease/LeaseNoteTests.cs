using PostHogFeatureManagement.Fleet.Lease;

namespace PostHogFeatureManagement.Tests.Fleet.Lease;

[Trait("Promise", "DF-12")]
public sealed class LeaseNoteTests
{
    [Fact]
    public void Read_Written_IsTheSameAndAnythingElseIsNull()
    {
        var note = new LeaseNote(Guid.NewGuid(), TimeSpan.FromSeconds(30), 7);
        byte[] bytes = note.Write();

        Assert.Equal(note, LeaseNote.Read(bytes));
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(LeaseNote.Read(bytes.AsSpan(0, length))));
        Assert.Null(LeaseNote.Read([2, .. bytes[1..]]));
        Assert.Null(LeaseNote.Read(new LeaseNote(Guid.NewGuid(), TimeSpan.Zero, 0).Write()));
    }
}
