using System.Diagnostics;
using DocMgmt.Api.Embedded;

namespace DocMgmt.Tests.Embedded;

/// <summary>A process that does what a host does to its server, holding the pipe, and can be killed without the tests' own process.</summary>
internal sealed class StandInHost : IDisposable
{
    private readonly Process shell;
    private readonly int holder;

    private StandInHost(Process shell, int holder) => (this.shell, this.holder) = (shell, holder);

    public Task ServerEnded => shell.WaitForExitAsync();

    /// <summary>Starts the server of an existing database.</summary>
    public static async Task<StandInHost> StartAsync(DataFolder folder)
    {
        var options = folder.Options();
        var layout = new ServerLayout(options);
        await layout.LocateAsync(DatabaseUser.Current, CancellationToken.None);
        var cluster = new Cluster(layout, DatabaseUser.Current);
        var programs = await PostgresPrograms.FindAsync(null, cluster.Major(), layout.Cluster, CancellationToken.None);
        var socket = await SocketFolder.PrepareAsync(layout, DatabaseUser.Current, CancellationToken.None);
        var server = ServerProcess.Command(DatabaseUser.Current, layout.Log, socket,
            [programs.Postgres, "-D", layout.Cluster, .. ServerSettings.Arguments(options, socket)]);

        var pidFile = folder.File("holder.pid");
        var started = Shell.Start(Shell.Describe(
            ["sh", "-c", "exec 2>/dev/null; pid=$1; shift; sh -c 'echo $$ >\"$0\"; exec sleep 600' \"$pid\" | \"$@\"", "sh", pidFile, .. server]));
        await new ServerConnection(socket, cluster.Password(), 1).WaitUntilReadyAsync(CancellationToken.None);
        return new(started, int.Parse(await File.ReadAllTextAsync(pidFile)));
    }

    /// <summary>As <c>kill -9</c> of a host does.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(holder);
        process.Kill();
    }

    public void Dispose() => shell.Dispose();
}
