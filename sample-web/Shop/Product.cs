namespace SampleWeb.Shop;

public sealed record Product(string Id, string Name, string About, decimal Price);
