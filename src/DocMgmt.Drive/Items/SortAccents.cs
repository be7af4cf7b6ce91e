using System.Text;

namespace DocMgmt.Drive.Items;

/// <summary>Writes the second part of a <see cref="SortKey"/>: which elements carry which accents.</summary>
internal sealed class SortAccents
{
    private const char NoneBefore = '}', ManyBefore = '"';
    private const int Many = NoneBefore - ManyBefore - 1;

    private readonly StringBuilder written = new();
    private int done;

    /// <summary>Adds a mark to the element that is the <paramref name="count"/>th; marks come in their order in the name.</summary>
    public void Add(int count, Rune mark)
    {
        if (count > done)
        {
            // The more plain elements before an accent, the earlier its name comes: "aá" before "áa".
            var before = count - done - 1;
            written.Append(ManyBefore, before / Many).Append((char)(NoneBefore - before % Many));
            done = count;
        }
        written.Append(mark.ToString());
    }

    public override string ToString() => written.ToString();
}
