namespace SampleWeb.Shop;

public static class Catalog
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("notebook", "Field notebook", "96 pages that lie flat, thread-bound.", 18m),
        new("pen", "Brass pen", "Turned from one piece, and heavier than it looks.", 42m),
        new("mug", "Enamel mug", "Survives desks, balconies and colleagues.", 16m),
        new("lamp", "Reading lamp", "Warm, dimmable, with a switch that clicks.", 89m),
    ];

    public static Product Featured => Products[1];

    public static Product? Find(string? id) => Products.FirstOrDefault(product => product.Id == id);
}
