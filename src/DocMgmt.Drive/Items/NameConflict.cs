namespace DocMgmt.Drive.Items;

/// <summary>What to do when a thing that is made, copied, moved or restored finds its name taken. A folder's name is taken whatever is said.</summary>
public enum NameConflict
{
    /// <summary>409 <c>item_name_taken</c>.</summary>
    Fail,

    /// <summary>The next free "name (n).ext".</summary>
    Rename,

    /// <summary>The file that has the name goes to the trash.</summary>
    Replace,
}
