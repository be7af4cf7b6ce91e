using System.Buffers;
using System.Globalization;
using System.Text;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Archives;

/// <summary>What an archive lacks, as the text of its ERRORS.txt: a line each, path and reason.</summary>
internal sealed class MissingFiles
{
    // More than anybody reads; beyond it they are only counted, so that a store that is away fills no memory.
    private const int MostLines = 10_000;

    private readonly ArrayBufferWriter<byte> text = new();
    private long lines;

    public bool Any => text.WrittenCount > 0;

    /// <summary>Whether so many are missing that it is not about single contents any more.</summary>
    public bool AreMany => lines > 100;

    public void Add(string path, string reason)
    {
        if (++lines <= MostLines) Encoding.UTF8.GetBytes($"{path}: {reason}\n", text);
    }


    public void Add(string path, Problem problem) => Add(path, problem switch
    {
        { Code: "content_damaged" } => "Left out: the stored content is damaged. Uploading the same content again repairs it.",
        { Status: >= 500 } => Unreadable,
        _ => "Left out: it is gone, or nothing that you may read any more.",
    });

    public const string Unreadable = "Left out: the content can't be read right now. Try again later.";

    public Stream Read()
    {
        if (lines > MostLines) Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"… and {lines - MostLines} more.\n"), text);
        return new MemoryStream(text.WrittenSpan.ToArray());
    }
}
