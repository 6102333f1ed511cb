namespace Mmhs.Portal.Release;

/// <summary>Why a message went back, in a form that can be counted.</summary>
public enum ReturnReason : byte
{
    Content = 0,
    Addressees = 1,
    Label = 2,
    Precedence = 3,
    Coordination = 4,
    Form = 5,
    Other = 6,
}

internal static class ReturnReasons
{
    public static string ToCode(this ReturnReason reason) =>
        reason switch
        {
            ReturnReason.Content => "CONTENT",
            ReturnReason.Addressees => "ADDRESSEES",
            ReturnReason.Label => "LABEL",
            ReturnReason.Precedence => "PRECEDENCE",
            ReturnReason.Coordination => "COORDINATION",
            ReturnReason.Form => "FORM",
            ReturnReason.Other => "OTHER",
        };

    public static string ToText(this ReturnReason reason) =>
        reason switch
        {
            ReturnReason.Content => "Content to be corrected",
            ReturnReason.Addressees => "Addressees to be corrected",
            ReturnReason.Label => "Label to be corrected",
            ReturnReason.Precedence => "Precedence to be corrected",
            ReturnReason.Coordination => "Not yet coordinated",
            ReturnReason.Form => "Form to be corrected",
            ReturnReason.Other => "Other reason",
        };
}
