namespace DocMgmt.Api.Embedded;

/// <summary>The settings of the server, for a machine that it shares with the application. All others are for <c>postgresql.conf</c>.</summary>
internal static class ServerSettings
{
    /// <summary>Connections that neither the pool nor anybody but the superuser gets.</summary>
    private const int Reserved = 3;

    private const int ForTheOperator = 5;

    /// <summary>How many connections an application may hold.</summary>
    public static int PoolSize(EmbeddedPostgresOptions options) => Math.Max(1, options.MaxConnections - Reserved - ForTheOperator);

    /// <summary>As arguments of <c>postgres</c>.</summary>
    public static IEnumerable<string> Arguments(EmbeddedPostgresOptions options, SocketFolder socket)
    {
        var durable = options.Durable ? "on" : "off";
        string[] settings =
        [
            "listen_addresses=",
            "port=5432", // a part of the socket's name, no more
            $"unix_socket_directories=\"{socket.Path.Replace("\"", "\"\"")}\"",
            "unix_socket_permissions=0700",
            $"max_connections={options.MaxConnections}",
            "max_locks_per_transaction=256", // a list of events has all its months locked, with seven indexes each
            $"superuser_reserved_connections={Reserved}",
            $"shared_buffers={options.SharedBuffers}",
            "jit=off", // costs more than it gains in short queries
            "wal_compression=on",
            "max_wal_size=512MB",
            "autovacuum_max_workers=2",
            "autovacuum_naptime=15s", // until tables were analyzed first, plans are made for empty ones
            $"fsync={durable}",
            $"synchronous_commit={durable}",
            $"full_page_writes={durable}",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_destination=stderr",
            "logging_collector=off",
            "log_checkpoints=off",
            "log_line_prefix=%m [%p] ",
            // Broken constraints are daily business here; what they were broken with belongs to users and into no log.
            "log_error_verbosity=terse",
            "log_min_error_statement=panic",
        ];
        return settings.SelectMany(s => new[] { "-c", s });
    }
}
