using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The one filter of a ticket. Copied, because every new <see cref="FeatureFilterConfiguration"/> makes itself a whole configuration for parameters nobody reads.</summary>
internal sealed class TicketFilter : FeatureFilterConfiguration
{
    private static readonly TicketFilter Template = new() { Name = PostHogFilter.Alias };

    public static TicketFilter For(FlagTicket ticket)
    {
        var filter = (TicketFilter)Template.MemberwiseClone();
        filter.ParametersObject = ticket;
        return filter;
    }
}
