using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace DocMgmt.Tests.Harness;

/// <summary>One entry of an archive.</summary>
/// <param name="Content">Null for a folder.</param>
/// <param name="Modified">UTC.</param>
/// <param name="Mode">Unix permissions.</param>
internal sealed record Packed(string Name, byte[]? Content, DateTime Modified, int Mode)
{
    public string Text => Encoding.UTF8.GetString(Content!);
}

/// <summary>Asks for archives and takes them apart.</summary>
internal static class Archiving
{
    /// <summary>Of one item; all entries in their order.</summary>
    public static async Task<IReadOnlyList<Packed>> ArchiveAsync(this TestUser user, long item, string format = "zip") =>
        await UnpackAsync(await user.GetAsync($"/v1/items/{item}/archive?format={format}"), format);

    /// <summary>Of several.</summary>
    public static async Task<IReadOnlyList<Packed>> ArchiveAsync(this TestUser user, long[] items, string format = "zip") =>
        await UnpackAsync(await user.PostAsync("/v1/archive", new { item_ids = items, format }), format);

    public static async Task<IReadOnlyList<Packed>> UnpackAsync(HttpResponseMessage response, string format)
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var entries = format == "zip" ? await UnzipAsync(bytes) : await UntarAsync(bytes);
        Assert.Equal(entries.Count, entries.DistinctBy(e => e.Name).Count());
        return entries;
    }

    public static string[] Names(this IEnumerable<Packed> entries) => [.. entries.Select(e => e.Name)];

    /// <summary>What is said to be missing; null where nothing is.</summary>
    public static string? Missing(this IReadOnlyList<Packed> entries, string name = "ERRORS.txt")
    {
        var errors = entries.SingleOrDefault(e => e.Name == name);
        if (errors is not null) Assert.Same(entries[^1], errors);
        return errors?.Text;
    }

    private static async Task<IReadOnlyList<Packed>> UnzipAsync(byte[] bytes)
    {
        var entries = new List<Packed>();
        using var archive = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            await using (var stream = await entry.OpenAsync()) await stream.CopyToAsync(content); // which checks its CRC
            Assert.Equal(entry.Length, content.Length);
            entries.Add(new(entry.FullName, entry.FullName.EndsWith('/') ? null : content.ToArray(), entry.LastWriteTime.DateTime, (entry.ExternalAttributes >> 16) & 0x1FF));
        }

        return entries;
    }

    private static async Task<IReadOnlyList<Packed>> UntarAsync(byte[] bytes)
    {
        Assert.All(bytes[^1_024..], b => Assert.Equal(0, b)); // its end
        var entries = new List<Packed>();
        await using var archive = new TarReader(new MemoryStream(bytes));
        while (await archive.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } stream) await stream.CopyToAsync(content);
            entries.Add(new(entry.Name, entry.EntryType == TarEntryType.Directory ? null : content.ToArray(), entry.ModificationTime.UtcDateTime, (int)entry.Mode));
        }

        return entries;
    }
}
