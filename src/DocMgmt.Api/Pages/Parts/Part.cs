using System.Globalization;
using DocMgmt.Api.Pages.Language;
using Microsoft.AspNetCore.Components;

namespace DocMgmt.Api.Pages.Parts;

/// <summary>Anything that stands in a page.</summary>
public abstract class Part : ComponentBase
{
    [CascadingParameter]
    public Page Page { get; set; } = null!;

    protected Words Words => Page.Words;

    /// <summary>A time for machines, which the page's script turns into the reader's own zone.</summary>
    /// <param name="time">In UTC.</param>
    protected static string Stamp(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
