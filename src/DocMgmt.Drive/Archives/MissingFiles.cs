using System.Buffers;
using System.Text;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Archives;

/// <summary>What an archive lacks, as the text of its ERRORS.txt: a line each, path and reason.</summary>
internal sealed class MissingFiles
{
    private readonly ArrayBufferWriter<byte> text = new();

    public bool Any => text.WrittenCount > 0;

    public void Add(string path, string reason) => Encoding.UTF8.GetBytes($"{path}: {reason}\n", text);

    public void Add(string path, Problem problem) => Add(path, problem switch
    {
        { Code: "content_damaged" } => "Left out: the stored content is damaged. Uploading the same content again repairs it.",
        { Status: >= 500 } => Unreadable,
        _ => "Left out: it is gone, or nothing that you may read any more.",
    });

    public const string Unreadable = "Left out: the content can't be read right now. Try again later.";

    public Stream Read() => new MemoryStream(text.WrittenSpan.ToArray());
}
