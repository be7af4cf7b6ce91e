using System.Diagnostics;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Hosting;

public class ReadmeTests(Api api)
{
    [Fact]
    public async Task The_tour_works_as_pasted()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "needs curl");
        var script = string.Concat(Blocks(await File.ReadAllTextAsync(Path.Combine(Generated.Root, "README.md")), "```sh tour\n"));

        var said = await BashAsync(script, ("DOCMGMT", api.Service.Address.ToString().TrimEnd('/')), ("PASSWORD", TestService.Password));

        Assert.Contains("\"deduplicated\":true", said, StringComparison.Ordinal);
        Assert.Contains("hello.txt", said, StringComparison.Ordinal);
        var hashes = said.Split('\n').Where(l => l.EndsWith(".pdf", StringComparison.Ordinal)).Select(l => l[..64]).ToList();
        Assert.Equal(2, hashes.Count);
        Assert.Equal(hashes[0], hashes[1]);
        Assert.Contains("\"name\":\"Finance\",\"color\":null,\"usage_count\":2}]", said, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Fourth quarter\",\"color\":\"#1a73e8\",\"usage_count\":1}", said, StringComparison.Ordinal);
        Assert.Contains("The tag is gone, wherever it was.", said, StringComparison.Ordinal);
        Assert.Contains("401\n", said, StringComparison.Ordinal);
        Assert.Contains("\"item_name\":\"offer.pdf\",\"size_bytes\":18", said, StringComparison.Ordinal);
        Assert.Contains("The link opens nothing any more.", said, StringComparison.Ordinal);
        Assert.Contains("\"item_count\":5", said, StringComparison.Ordinal);
        Assert.Contains("\"full_path\":\"/report.pdf\"", said, StringComparison.Ordinal);
        Assert.Contains("It is gone for good.", said, StringComparison.Ordinal);
        Assert.Equal(2, said.Split("\"kind\":\"purge\"").Length - 1);
        Assert.DoesNotContain("urn:docmgmt:problem", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Blocks(string text, string fence) => text.Split(fence).Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);

    private static async Task<string> BashAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
