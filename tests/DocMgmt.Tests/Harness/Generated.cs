namespace DocMgmt.Tests.Harness;

/// <summary>Files that are generated and checked in: compared, or with <c>UPDATE_GENERATED=1</c> written (<c>scripts/update-generated.sh</c>).</summary>
internal static class Generated
{
    /// <summary>The top of the checkout. Not from the compiler's paths: those of a deterministic build lead nowhere.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static void IsUpToDate(string file, string content)
    {
        var path = Path.Combine(Root, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1") File.WriteAllText(path, content);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == content, $"{file} is stale: run scripts/update-generated.sh and look at the difference.");
    }

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException("The tests run outside of a checkout.")
        : File.Exists(Path.Combine(folder.FullName, "DocMgmt.sln")) ? folder.FullName : Find(folder.Parent);
}
