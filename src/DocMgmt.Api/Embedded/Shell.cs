using System.ComponentModel;
using System.Diagnostics;

namespace DocMgmt.Api.Embedded;

/// <summary>Runs the programs that PostgreSQL and the rights of its folders need.</summary>
internal static class Shell
{
    /// <summary>The start of a command whose outcome depends neither on the host's folder nor on its PG* variables or language.</summary>
    /// <param name="command">The program and its arguments.</param>
    public static ProcessStartInfo Describe(IEnumerable<string> command)
    {
        var words = command.ToArray();
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal) || k == "LANGUAGE").ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <exception cref="EmbeddedPostgresException">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new EmbeddedPostgresException($"{start.FileName} can't be run ({e.Message}); on Debian: apt-get install util-linux postgresql", e);
        }
    }

    /// <summary>Runs a command to its end; cancelling kills it and its children.</summary>
    /// <returns>What it wrote to its standard output, without the last line break.</returns>
    /// <exception cref="EmbeddedPostgresException">It failed; the message has what it wrote to its standard error.</exception>
    public static async Task<string> RunAsync(IEnumerable<string> command, CancellationToken ct, string input = "")
    {
        var (code, output, error) = await TryAsync(command, ct, input);
        return code == 0 ? output.TrimEnd('\n') : throw new EmbeddedPostgresException($"{string.Join(' ', command)} failed ({code}): {error.Trim()}");
    }

    /// <summary>As <see cref="RunAsync"/>, but failing is an answer too.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(IEnumerable<string> command, CancellationToken ct, string input = "")
    {
        var start = Describe(command);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it read anything: its exit code tells the story.
        }
    }
}
