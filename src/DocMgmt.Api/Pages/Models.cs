using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>What each page behind a link says of it.</summary>
/// <param name="Address">To be opened elsewhere: absolute.</param>
/// <param name="Crumbs">The way from the link's item to the one that is shown, which is the last; nothing for the link's own.</param>
public sealed record LinkFacts(string Address, bool HasPassword, DateTime? ExpiresAt, bool AllowDownload, IReadOnlyList<Crumb> Crumbs);

/// <param name="Url">Null: here.</param>
public sealed record Crumb(string Name, string? Url);

/// <param name="Shows">How its content is shown in the page; null: not at all.</param>
/// <param name="ShowUrl">This page with the preview, where that takes one of the link's downloads and so waits to be asked for.</param>
public sealed record FileModel(VisitedItem Item, LinkFacts Link, string? DownloadUrl, string? PreviewUrl, PreviewKind? Shows, string? ShowUrl);

public sealed record FolderModel(VisitedItem Item, LinkFacts Link, IReadOnlyList<FolderRow> Rows, long Total, IReadOnlyList<SortLink> Sorts, string? ZipUrl, string? TarUrl, string? FirstUrl, string? NextUrl);

public sealed record FolderRow(VisitedItem Item, FileKind Kind, bool IsFirstOfKind, string Url, string? DownloadUrl);

/// <summary>A column's head, which sorts by it.</summary>
/// <param name="Order">As <c>aria-sort</c> says it; null: by another column.</param>
public sealed record SortLink(string Label, string Class, string Url, string? Order);

/// <param name="Received">What has just arrived from a form; null: nothing.</param>
public sealed record DropModel(string FolderName, LinkFacts Link, string StartUrl, string ContentUrl, string FormUrl, long? MaxBytes, IReadOnlyList<string>? Types, Dropped? Received);

public sealed record PasswordModel(string ActionUrl, bool IsWrong);

/// <param name="Detail">What the problem says of itself, where no words of ours are better; else null.</param>
/// <param name="TraceId">For whoever runs the server; null where the visitor can mend it.</param>
public sealed record ProblemModel(string Title, string Text, string? Detail, int? RetryMinutes, string? TraceId, string? StartUrl);

/// <summary>How a browser shows a content inside a page.</summary>
public enum PreviewKind { Image, Pdf, Audio, Video, Text }
