using System.Text.Json.Serialization;
using DocMgmt.Drive.Batches;
using DocMgmt.Drive.Copies;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;
using DocMgmt.Drive.Trash;

namespace DocMgmt.Api.Rest;

/// <summary>What a batch is asked to do with an item; <c>op</c> says which of these it is. Each takes what the route of its own takes.</summary>
/// <param name="IfMatch">An ETag, as If-Match of that route has it; null: whatever state it is in.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(MoveOperation), "move")]
[JsonDerivedType(typeof(CopyOperation), "copy")]
[JsonDerivedType(typeof(DeleteOperation), "delete")]
[JsonDerivedType(typeof(RestoreOperation), "restore")]
[JsonDerivedType(typeof(PurgeOperation), "purge")]
[JsonDerivedType(typeof(StarOperation), "star")]
[JsonDerivedType(typeof(TagOperation), "tag")]
[JsonDerivedType(typeof(UntagOperation), "untag")]
[JsonDerivedType(typeof(SetTagsOperation), "set_tags")]
[JsonDerivedType(typeof(GrantOperation), "grant")]
[JsonDerivedType(typeof(RevokeOperation), "revoke")]
internal record Operation(long ItemId, string? IfMatch = null)
{
    /// <exception cref="Problem">400: by field.</exception>
    public virtual BatchOperation Read() => throw Problems.Invalid("op", "Say which: move, copy, delete, restore, purge, star, tag, untag, set_tags, grant or revoke.");

    protected BatchOperation Of<T>(ICommand<T> command, Func<T, OperationResult> done) => BatchOperation.Of(command, ItemId, Preconditions.OfText(IfMatch), done);

    protected static OperationResult Shown(long itemId) => new(StatusCodes.Status200OK, itemId);
}

/// <param name="ItemName">Null: the name that it has.</param>
/// <param name="KeepPermissions">Into another drive: the grants on it and below, and share links to them, go along.</param>
internal sealed record MoveOperation(long ItemId, string? IfMatch = null, string? ItemName = null, NameConflict? OnConflict = null, bool? KeepPermissions = null) : Operation(ItemId, IfMatch)
{
    /// <summary>Null is the root of the drive that the item is in. It has to be there.</summary>
    public Optional<long?> ParentId { get; init; }

    public override BatchOperation Read() => ParentId.IsSet
        ? Of(new MoveItem.Command(ItemId, ParentId.Value, ItemName, OnConflict, KeepPermissions ?? false), _ => Shown(ItemId))
        : throw Problems.Invalid("parent_id", "Say where it goes: a folder's id, or null for the root of its drive.");
}

/// <param name="ParentId">Null is the root of the caller's own drive.</param>
/// <param name="ItemName">Null: the name of the original.</param>
internal sealed record CopyOperation(long ItemId, string? IfMatch = null, long? ParentId = null, string? ItemName = null, NameConflict? OnConflict = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new CopyItem.Command(ItemId, ParentId, ItemName, OnConflict), done => new(StatusCodes.Status201Created, done.Item!.Id));
}

internal sealed record DeleteOperation(long ItemId, string? IfMatch = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new TrashItem.Command(ItemId), _ => new(StatusCodes.Status200OK));
}

/// <param name="ItemName">Null: the name that it had.</param>
internal sealed record RestoreOperation(long ItemId, string? IfMatch = null, string? ItemName = null, NameConflict? OnConflict = null) : Operation(ItemId, IfMatch)
{
    /// <summary>Left out: the folder that it was in; null: the root of its drive.</summary>
    public Optional<long?> ParentId { get; init; }

    public override BatchOperation Read() => Of(new RestoreItem.Command(ItemId, !ParentId.IsSet, ParentId.Value, ItemName, OnConflict), item => Shown(item.Id));
}

internal sealed record PurgeOperation(long ItemId, string? IfMatch = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new PurgeItem.Command(ItemId, OnlyBegins: true), _ => new(StatusCodes.Status202Accepted));
}

/// <param name="IsStarred">Null: true.</param>
internal sealed record StarOperation(long ItemId, string? IfMatch = null, bool? IsStarred = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new UpdateItem.Command(ItemId, null, false, null, IsStarred ?? true), _ => Shown(ItemId));
}

/// <param name="TagId">This or the name: one more tag.</param>
/// <param name="Name">Made where it is missing.</param>
internal sealed record TagOperation(long ItemId, string? IfMatch = null, long? TagId = null, string? Name = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new AddItemTag.Command(ItemId, TagId, Name), _ => Shown(ItemId));
}

internal sealed record UntagOperation(long ItemId, long TagId, string? IfMatch = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new RemoveItemTag.Command(ItemId, TagId), _ => Shown(ItemId));
}

/// <param name="TagIds">These or the names: those and no others.</param>
/// <param name="Tags">Made where they are missing.</param>
internal sealed record SetTagsOperation(long ItemId, string? IfMatch = null, IReadOnlyList<long>? TagIds = null, IReadOnlyList<string>? Tags = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new SetItemTags.Command(ItemId, TagIds, Tags), _ => Shown(ItemId));
}

/// <param name="UserId">Exactly one of user, group and e-mail.</param>
/// <param name="ExpiresAt">Null: it has no end.</param>
internal sealed record GrantOperation(
    long ItemId, GrantLevel PermissionType, string? IfMatch = null, long? UserId = null, long? GroupId = null, string? Email = null, DateTimeOffset? ExpiresAt = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new GrantPermission.Command(ItemId, UserId, GroupId, Email, PermissionType, ExpiresAt),
        made => new(StatusCodes.Status201Created, ItemId, PermissionId: made.Id));
}

internal sealed record RevokeOperation(long ItemId, long PermissionId, string? IfMatch = null) : Operation(ItemId, IfMatch)
{
    public override BatchOperation Read() => Of(new RevokePermission.Command(ItemId, PermissionId), _ => new(StatusCodes.Status200OK));
}
