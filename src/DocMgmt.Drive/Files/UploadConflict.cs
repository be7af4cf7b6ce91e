using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Files;

/// <summary>What a taken name means to an upload, as far as it can be told before the bytes; the statement that writes decides.</summary>
internal static class UploadConflict
{
    /// <param name="existingType">Of what has the name: file, folder, or null for nothing.</param>
    /// <exception cref="Problem">409 <c>item_name_taken</c>.</exception>
    public static void Check(this OnConflict onConflict, string? existingType)
    {
        var fits = existingType switch
        {
            null => true,
            "file" => onConflict != OnConflict.Fail,
            _ => onConflict == OnConflict.Rename,
        };
        if (!fits) throw Problems.ItemNameTaken;
    }
}
