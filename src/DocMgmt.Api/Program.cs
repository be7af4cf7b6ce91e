using DocMgmt.Api.Embedded;
using DocMgmt.Api.Hosting;
using DocMgmt.Api.Verbs;
using DocMgmt.Drive.Pipeline;

try
{
    return await CommandLine.RunAsync(args);
}
catch (Exception e) when (e is SettingsException or EmbeddedPostgresException or InvalidOperationException or Problem or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"DocMgmt does not start: {e.Message}");
    return 1;
}
