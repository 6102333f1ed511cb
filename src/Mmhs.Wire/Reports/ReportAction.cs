namespace Mmhs.Wire.Reports;

/// <summary>What a report says of one recipient (RFC 3464 §2.3.3).</summary>
public enum ReportAction
{
    Delivered,
    Relayed,
    Delayed,
    Failed,
}
