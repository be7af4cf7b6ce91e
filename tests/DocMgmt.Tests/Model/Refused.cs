namespace DocMgmt.Tests.Model;

/// <summary>What the rules do not allow: nothing is changed by it.</summary>
internal sealed class Refused(int status, string code) : Exception($"{status} {code}")
{
    public static Refused Invalid => new(400, "validation_failed");
    public static Refused DriveRoot => new(400, "drive_root");
    public static Refused MoveIntoItself => new(400, "move_into_itself");
    public static Refused Forbidden => new(403, "forbidden");
    public static Refused QuotaExceeded => new(403, "quota_exceeded");
    public static Refused NotFound => new(404, "not_found");
    public static Refused NameTaken => new(409, "item_name_taken");
}
