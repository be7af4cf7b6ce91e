namespace DocMgmt.Api.Embedded;

/// <summary>The private PostgreSQL can't be had; the message says why and what to do about it.</summary>
public class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another host uses the data folder, and with it the server.</summary>
public sealed class FolderInUseException(string message, Exception? inner = null) : EmbeddedPostgresException(message, inner);
