using System.Diagnostics;
using DocMgmt.Blobs;
using DocMgmt.Blobs.FileSystem;

namespace DocMgmt.Tests.Blobs;

/// <summary>The file-system store on a disk of 4 MiB. Needs the right to mount one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly DirectoryInfo disk = Directory.CreateTempSubdirectory("docmgmt-small-disk-");
    private readonly bool mounted;

    public FullDiskTests() =>
        mounted = Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.FullName);

    public void Dispose()
    {
        if (mounted) Assert.True(Run("umount", disk.FullName));
        disk.Delete(recursive: true);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(8_000_000)]
    public async Task A_full_disk_is_told_leaves_nothing_and_does_not_last(int length)
    {
        if (!mounted) Assert.Skip("A small tmpfs can't be mounted here.");
        using var store = new FileSystemBlobStore(disk.FullName);
        var ballast = Path.Combine(disk.FullName, "ballast");
        await Fill(ballast, keepFree: length < 100_000 ? 20_000 : 0);

        await Assert.ThrowsAsync<BlobStoreFullException>(() => store.StageAsync(new MemoryStream(new byte[length]), length, default));
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.FullName, "staging")));

        File.Delete(ballast);
        var staged = await store.StageAsync(new MemoryStream(new byte[60_000]), 60_000, default);
        Assert.True(await store.PublishAsync(staged.Key, default));
    }

    // For short content the disk is full before; long content fills it itself.
    private async Task Fill(string path, int keepFree)
    {
        var free = new DriveInfo(disk.FullName).AvailableFreeSpace;
        await File.WriteAllBytesAsync(path, new byte[keepFree == 0 ? 0 : free - keepFree]);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
