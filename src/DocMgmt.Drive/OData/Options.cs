using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.OData;

/// <summary>The names of query options, and what is wrong with one.</summary>
public static class Options
{
    public const string Filter = "$filter";
    public const string OrderBy = "$orderby";
    public const string Top = "$top";
    public const string Skip = "$skip";
    public const string Count = "$count";
    public const string Select = "$select";

    internal static Problem FilterFault(string message) => Problems.QueryInvalid(Filter, message);
    internal static Problem OrderFault(string message) => Problems.QueryInvalid(OrderBy, message);
}
