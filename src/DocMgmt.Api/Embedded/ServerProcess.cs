using System.Diagnostics;

namespace DocMgmt.Api.Embedded;

/// <summary>The server under its supervisor, a shell that outlives the host by the few moments that a clean shutdown takes.</summary>
internal sealed class ServerProcess : IDisposable
{
    // The host's end of the pipe closes with the host, even at kill -9. Signals to the session are for nobody here. SIGINT (fast shutdown) is
    // repeated because a server that is just starting still ignores it. $1 is a folder to remove at the end, or empty.
    private const string Supervisor = """
        trap '' HUP INT TERM
        exec 3<&0 </dev/null
        folder=$1
        shift
        "$@" 3<&- &
        server=$!
        (
          while read -r _; do :; done <&3
          while kill -INT "$server" 2>/dev/null; do sleep 0.1; done
        ) &
        watcher=$!
        exec 3<&-
        wait "$server"
        code=$?
        kill -KILL "$watcher"
        [ -z "$folder" ] || rmdir "$folder"
        exit "$code"
        """;

    private readonly Process process;

    private ServerProcess(Process process)
    {
        this.process = process;
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Completes when the server has ended, for whatever reason.</summary>
    public Task Exited { get; }

    public static ServerProcess Start(IEnumerable<string> command) => new(Shell.Start(Shell.Describe(command)));

    /// <summary>
    /// The whole command: root opens the log, a session of its own keeps the terminal's Ctrl-C away until the host has drained,
    /// and the supervisor is the database's user, who may signal the server.
    /// </summary>
    public static IEnumerable<string> Command(DatabaseUser user, string log, SocketFolder socket, IEnumerable<string> server) =>
    [
        "setsid", "--wait", "sh", "-c", "exec >>\"$0\" 2>&1; exec \"$@\"", log,
        .. user.Run(["sh", "-c", Supervisor, "docmgmt-postgres", socket.Temporary ? socket.Path : "", .. server]),
    ];

    /// <summary>Asks the server to roll back what is running and to shut down.</summary>
    public void RequestStop() => process.StandardInput.Close();

    public void Dispose() => process.Dispose();
}
