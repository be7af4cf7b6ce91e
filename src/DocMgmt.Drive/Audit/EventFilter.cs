using System.Net;
using DocMgmt.Drive.Text;
using FluentValidation;

namespace DocMgmt.Drive.Audit;

/// <summary>Which events are asked for: all that is given must be so.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="CreatedAfter">A day or a time, and what came at it.</param>
/// <param name="CreatedBefore">A day or a time, without what came at it.</param>
/// <param name="IpAddress">IPv4 or IPv6.</param>
public sealed record EventFilter(
    long? UserId = null, long? ItemId = null, string? Action = null, string? CreatedAfter = null, string? CreatedBefore = null, string? IpAddress = null)
{
    /// <summary>Conditions on event <c>e</c>, of which those that ask for nothing are left out: each has its index.</summary>
    internal IEnumerable<string> Conditions()
    {
        if (UserId is not null) yield return "e.user_id = @UserId";
        if (ItemId is not null) yield return "e.item_id = @ItemId";
        if (Action is not null) yield return "e.action = @Action";
        if (IpAddress is not null) yield return "e.ip_address = CAST(@IpAddress AS inet)";
        if (CreatedAfter is not null) yield return "e.created_at >= @CreatedAfter";
        if (CreatedBefore is not null) yield return "e.created_at < @CreatedBefore";
    }

    internal Dictionary<string, object?> Values() => new(StringComparer.Ordinal)
    {
        ["UserId"] = UserId, ["ItemId"] = ItemId, ["Action"] = Action, ["IpAddress"] = IpAddress is null ? null : $"{EventRow.Plain(IPAddress.Parse(IpAddress))}",
        ["CreatedAfter"] = CreatedAfter is null ? null : TimeText.Read(CreatedAfter), ["CreatedBefore"] = CreatedBefore is null ? null : TimeText.Read(CreatedBefore),
    };
}

internal sealed class EventFilterValidator : AbstractValidator<EventFilter>
{
    public EventFilterValidator()
    {
        RuleFor(f => f.Action).Must(a => a is null || AuditActions.All.Contains(a, StringComparer.Ordinal)).WithMessage($"The actions are {string.Join(", ", AuditActions.All)}.");
        RuleFor(f => f.IpAddress).Must(a => a is null || IsAddress(a)).WithMessage("Write an address, such as 203.0.113.9 or 2001:db8::1.");
        RuleFor(f => f.CreatedAfter).Must(IsTime).WithMessage(f => TimeText.Fault(f.CreatedAfter!));
        RuleFor(f => f.CreatedBefore).Must(IsTime).WithMessage(f => TimeText.Fault(f.CreatedBefore!));
    }

    // Not what else the parser takes: octal numbers, zones, ports, addresses of one number.
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out var address) && !text.AsSpan().ContainsAny('%', '[')
        && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || $"{address}" == text);

    private static bool IsTime(string? text) => text is null || TimeText.Read(text) is not null;
}
