using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DocMgmt.Blobs.FileSystem;

/// <summary>What the framework has no call for. Numbers are Linux's, the same on every processor.</summary>
internal static partial class Posix
{
    private const int NoSuchFile = 2, FileExists = 17, NoSpace = 28, QuotaExceeded = 122; // ENOENT, EEXIST, ENOSPC, EDQUOT
    private const int ReadOnlyNotInherited = 0x80000;                                    // O_RDONLY | O_CLOEXEC

    private const uint WriteNow = 2;                                                     // SYNC_FILE_RANGE_WRITE

    public enum Linked { Yes, Existed, SourceMissing }

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="IOException">Anything but a new name, a taken name or a missing source.</exception>
    public static Linked Link(string source, string target) => link(source, target) == 0 ? Linked.Yes : Marshal.GetLastPInvokeError() switch
    {
        FileExists => Linked.Existed,
        NoSuchFile => Linked.SourceMissing,
        _ => throw LastError(target),
    };

    /// <summary>Gives a file another name in the place of whatever has it; a missing source is not an error.</summary>
    public static void Rename(string source, string target)
    {
        if (rename(source, target) != 0 && Marshal.GetLastPInvokeError() != NoSuchFile) throw LastError(source);
    }

    /// <summary>A folder's descriptor, good for <see cref="RandomAccess.FlushToDisk"/> only: the framework opens no folders.</summary>
    public static SafeFileHandle OpenFolder(string path)
    {
        var handle = open(path, ReadOnlyNotInherited);
        return handle.IsInvalid ? throw LastError(path) : handle;
    }

    /// <summary>Asks the kernel to begin writing these bytes to the disk. Only a hint: what fails, fails again when the file is flushed.</summary>
    public static void StartWriting(SafeFileHandle file, long offset, long length) => _ = sync_file_range(file, offset, length, WriteNow);

    /// <summary>Whether the disk or the quota is used up: the framework passes errno on as HResult.</summary>
    public static bool IsFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded;

    private static IOException LastError(string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(errno)}: '{path}'", errno);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string source, string target);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string source, string target);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int sync_file_range(SafeFileHandle file, long offset, long length, uint flags);
}
