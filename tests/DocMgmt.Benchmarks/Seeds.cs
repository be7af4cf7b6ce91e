namespace DocMgmt.Benchmarks;

/// <summary>What fills a database before it is measured: the files of <c>db/seed</c>.</summary>
internal static class Seeds
{
    public static Task<string> ReadAsync(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "db/seed", name) is var path && File.Exists(path)) return File.ReadAllTextAsync(path);
        }

        throw new InvalidOperationException("The benchmarks run outside of a checkout.");
    }
}
