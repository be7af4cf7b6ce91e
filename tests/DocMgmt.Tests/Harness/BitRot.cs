namespace DocMgmt.Tests.Harness;

/// <summary>What may become of bytes on a disk.</summary>
public enum Harm
{
    Flipped,
    Truncated,
    Lengthened,
    Emptied,
    Deleted,
    Unreadable,
}

/// <summary>Does harm to stored bytes behind the service's back.</summary>
internal static class BitRot
{
    public static void Harm(this TestService service, byte[] content, Harm harm)
    {
        var file = service.Published(content).Single();
        switch (harm)
        {
            case Harness.Harm.Flipped:
                var bytes = File.ReadAllBytes(file);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(file, bytes);
                break;
            case Harness.Harm.Truncated: Resize(file, content.Length - 1); break;
            case Harness.Harm.Lengthened: Resize(file, content.Length + 1); break;
            case Harness.Harm.Emptied: Resize(file, 0); break;
            case Harness.Harm.Deleted: File.Delete(file); break;
            case Harness.Harm.Unreadable: // for root too
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(harm));
        }
    }

    public static Task<string?> StateAsync(this TestService service, byte[] content) =>
        service.ScalarAsync<string>("SELECT state FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content));

    public static async Task<string> KeyAsync(this TestService service, byte[] content) =>
        (await service.ScalarAsync<string>("SELECT key FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content)))!;

    private static void Resize(string file, long length)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(length);
    }
}
