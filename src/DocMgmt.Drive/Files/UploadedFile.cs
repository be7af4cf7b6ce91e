using System.Text.Json.Serialization;
using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Files;

/// <summary>The file that an upload made or gave a new version.</summary>
public sealed class UploadedFile : Item
{
    public long VersionId => CurrentVersionId ?? 0;

    /// <summary>True when the caller could read this content before.</summary>
    [JsonInclude]
    public bool Deduplicated { get; internal set; }

    /// <summary>True when the item is new; else it was there and has a new version.</summary>
    [JsonIgnore]
    public bool Created => Revision == 1;

    [JsonIgnore]
    public int VersionNumber { get; init; }

    /// <summary>In which store the content is, under which key, which is not always where this upload put it; empty in a replay.</summary>
    [JsonIgnore]
    public string StoredIn { get; init; } = "";

    /// <inheritdoc cref="StoredIn"/>
    [JsonIgnore]
    public string StoredKey { get; init; } = "";

    /// <summary>Whether that copy is suspected of damage.</summary>
    [JsonIgnore]
    public bool Suspected { get; init; }
}
