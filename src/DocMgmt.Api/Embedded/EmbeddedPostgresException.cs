namespace DocMgmt.Api.Embedded;

/// <summary>The private PostgreSQL can't be had; the message says why and what to do about it.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
