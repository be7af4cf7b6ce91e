using DocMgmt.Drive.Files;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>What each page behind a link says of it.</summary>
/// <param name="Address">To be opened elsewhere: absolute.</param>
/// <param name="Crumbs">The way from the link's item to the one that is shown, which is the last; nothing for the link's own.</param>
public sealed record LinkFacts(string Address, bool HasPassword, DateTime? ExpiresAt, bool AllowDownload, IReadOnlyList<Crumb> Crumbs);

/// <param name="Url">Null: here.</param>
public sealed record Crumb(string Name, string? Url);

/// <param name="PreviewUrl">The content to be shown, or where it is; null: nowhere.</param>
/// <param name="Shows">How it is shown in the page; null: it is not, and the URL leads to it.</param>
/// <param name="PreviewCounts">Whether to look takes one of the link's few downloads.</param>
public sealed record FileModel(VisitedItem Item, LinkFacts Link, string? DownloadUrl, string? PreviewUrl, PreviewKind? Shows, bool PreviewCounts);

public sealed record FolderModel(VisitedItem Item, LinkFacts Link, IReadOnlyList<FolderRow> Rows, long Total, IReadOnlyList<SortLink> Sorts, string? ZipUrl, string? TarUrl, string? FirstUrl, string? NextUrl);

public sealed record FolderRow(VisitedItem Item, FileKind Kind, bool IsFirstOfKind, string Url, string? DownloadUrl);

/// <summary>A column's head, which sorts by it.</summary>
/// <param name="Order">As <c>aria-sort</c> says it; null: by another column.</param>
public sealed record SortLink(string Label, string Class, string Url, string? Order);

public sealed record DropModel(string FolderName, LinkFacts Link, string ContentUrl, string FormUrl, long? MaxBytes, IReadOnlyList<string>? Types);

/// <summary>What has just arrived from a form.</summary>
public sealed record ReceivedModel(Dropped File, string StartUrl);

public sealed record PasswordModel(string ActionUrl, bool IsWrong);

/// <param name="Detail">What the problem says of itself, where no words of ours are better; else null.</param>
/// <param name="TraceId">For whoever runs the server; null where the visitor can mend it.</param>
public sealed record ProblemModel(string Title, string Text, string? Detail, int? RetryMinutes, string? TraceId, string? StartUrl);

/// <summary>How a browser shows a content inside a page.</summary>
public enum PreviewKind { Image, Pdf, Audio, Video, Text }
