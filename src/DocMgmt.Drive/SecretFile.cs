using System.Text;

namespace DocMgmt.Drive;

/// <summary>Files with secrets that the service makes for itself.</summary>
public static class SecretFile
{
    /// <summary>
    /// Makes one that its user alone can read, unless another node is first. Under another name until it is whole and on the disk: a crash leaves no half-written secret.
    /// </summary>
    public static void Make(string path, string text)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
