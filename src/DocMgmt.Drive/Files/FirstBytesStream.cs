namespace DocMgmt.Drive.Files;

/// <summary>Passes reads on and remembers the first 512 bytes. Does not own the stream that it reads.</summary>
internal sealed class FirstBytesStream(Stream content) : ForwardStream
{
    private const int Limit = 512;
    private readonly MemoryStream first = new();

    public byte[] FirstBytes => first.ToArray();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        if (first.Length < Limit) first.Write(buffer.Span[..Math.Min(read, Limit - (int)first.Length)]);
        return read;
    }
}
