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
        var name = service.Published(content).Single();
        switch (harm)
        {
            case Harness.Harm.Flipped:
                var bytes = content.ToArray();
                bytes[bytes.Length / 2] ^= 1;
                service.Store.Write(name, bytes);
                break;
            case Harness.Harm.Truncated: service.Store.Write(name, content[..^1]); break;
            case Harness.Harm.Lengthened: service.Store.Write(name, [.. content, 0]); break;
            case Harness.Harm.Emptied: service.Store.Write(name, []); break;
            case Harness.Harm.Deleted: service.Store.Delete(name); break;
            case Harness.Harm.Unreadable: // for root too
                service.Store.Delete(name);
                Directory.CreateDirectory(Path.Combine(service.DataDirectory, name));
                break;
            default: throw new ArgumentOutOfRangeException(nameof(harm));
        }
    }

    public static Task<string?> StateAsync(this TestService service, byte[] content) =>
        service.ScalarAsync<string>("SELECT state FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content));

    public static async Task<string> KeyAsync(this TestService service, byte[] content) =>
        (await service.ScalarAsync<string>("SELECT key FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content)))!;
}
