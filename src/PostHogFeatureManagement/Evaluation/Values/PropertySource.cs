namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Where a filter reads its property: from the person, or from the group of one type (protocol §5.6, D4).</summary>
/// <param name="Name">The property's name, compared ordinally (D39).</param>
/// <param name="IsGroup">Whether the property belongs to a group.</param>
/// <param name="GroupType">The group's type; null when the definitions have no name for the index.</param>
internal readonly record struct PropertySource(string Name, bool IsGroup, string? GroupType)
{
    private const string DistinctIdName = "distinct_id";
    private const string GroupKeyName = "$group_key";

    /// <summary>An ID also counts as the property of its name (distinct_id or $group_key), unless the caller set that property.</summary>
    public bool TryGet(PostHogContext context, out object? value)
    {
        if (!IsGroup)
        {
            return context.TryGetPersonProperty(Name, out value) || TryGetId(context.DistinctId, DistinctIdName, out value);
        }

        if (GroupType is not null && context.TryGetGroup(GroupType, out PostHogGroup? group) && group.Key.Length > 0)
        {
            return group.TryGetProperty(Name, out value) || TryGetId(group.Key, GroupKeyName, out value);
        }

        value = null;
        return false;
    }

    private bool TryGetId(string? id, string idName, out object? value)
    {
        value = id;
        return id is not null && string.Equals(Name, idName, StringComparison.Ordinal);
    }
}
