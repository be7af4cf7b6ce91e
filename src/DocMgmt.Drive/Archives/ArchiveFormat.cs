namespace DocMgmt.Drive.Archives;

/// <summary>What an archive can be; in small letters the end of its name.</summary>
public enum ArchiveFormat
{
    Zip,
    Tar,
}
