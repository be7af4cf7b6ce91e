using System.CommandLine;
using DocMgmt.Api.Hosting;

namespace DocMgmt.Api.Verbs;

/// <summary>What the host can be told to do; without a verb it serves. Whatever begins with <c>--Section:Name</c> is a setting, for every verb.</summary>
internal static class CommandLine
{
    private const int Misspelt = 2;

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("DocMgmt, a document management backend. Without a verb it serves until it is stopped.\nSettings are given as --Section:Name=value or in the environment as Section__Name; README.md lists them.")
        {
            DoctorVerb.Create(), AuditVerb.Create(), BlobsVerb.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((_, _) => Service.RunAsync(args));
        // A setting first means that there is no verb, whatever the settings' values are.
        if (args is [['-', '-', ..] first, ..] && first is not ("--help" or "--version")) return await Service.RunAsync(args);

        var parsed = root.Parse(args, new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var errors = parsed.Errors.Select(e => e.Message).Concat(Strangers(parsed)).ToList();
        if (errors.Count == 0) return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, CancellationToken.None);
        foreach (var error in errors) await Console.Error.WriteLineAsync(error);
        await Console.Error.WriteLineAsync("--help tells what there is.");
        return Misspelt;
    }

    private static IEnumerable<string> Strangers(ParseResult parsed) => parsed.UnmatchedTokens
        .Where(token => !IsSetting(token))
        .Select(token => $"'{token}' is neither a verb, nor an option of one, nor a setting (--Section:Name=value).");

    private static bool IsSetting(string token) =>
        token.StartsWith("--", StringComparison.Ordinal) && token.IndexOf(':', StringComparison.Ordinal) is > 2 and var colon && token.IndexOf('=', StringComparison.Ordinal) > colon;
}
