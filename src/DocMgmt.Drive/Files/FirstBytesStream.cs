namespace DocMgmt.Drive.Files;

/// <summary>Passes reads on and remembers the first 512 bytes. Does not own the stream that it reads.</summary>
internal sealed class FirstBytesStream(Stream content) : ForwardStream
{
    private const int Limit = 512;
    private readonly MemoryStream first = new();

    public byte[] FirstBytes => first.ToArray();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Whose client goes away ends by itself. Cancelled as well, Kestrel's body reader is left in a state of which it logs an error each time.
        var read = await content.ReadAsync(buffer, CancellationToken.None);
        if (first.Length < Limit) first.Write(buffer.Span[..Math.Min(read, Limit - (int)first.Length)]);
        return read;
    }
}
