namespace SampleWeb.Accounts;

public static class Customers
{
    public static IReadOnlyList<Customer> All { get; } =
    [
        new("ada", "Ada", "scale", "ada@quill.example"),
        new("grace", "Grace", "team", "grace@navy.example"),
        new("linus", "Linus", "free", "linus@kernel.example"),
        new("margaret", "Margaret", "scale", "margaret@apollo.example"),
    ];

    public static Customer? Find(string? id) => All.FirstOrDefault(customer => customer.Id == id);
}
