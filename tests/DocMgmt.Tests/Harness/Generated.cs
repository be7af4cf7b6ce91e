using System.Runtime.CompilerServices;

namespace DocMgmt.Tests.Harness;

/// <summary>Files that are generated and checked in: compared, or with <c>UPDATE_GENERATED=1</c> written (<c>scripts/update-generated.sh</c>).</summary>
internal static class Generated
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    public static void IsUpToDate(string file, string content)
    {
        var path = Path.Combine(Root, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1") File.WriteAllText(path, content);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == content, $"{file} is stale: run scripts/update-generated.sh and look at the difference.");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
