using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Whether a link opens its item, and if not, why; judged at each request.</summary>
public enum LinkState
{
    Active,
    Expired,
    UsedUp,

    /// <summary>It was deleted, or its item was.</summary>
    Revoked,

    /// <summary>Its item is in the trash, itself or with a folder.</summary>
    Trashed,

    /// <summary>Its item is in another drive.</summary>
    Moved,

    /// <summary>Whoever made it has no admin on the item any more, or no account.</summary>
    NotPermitted,
}

/// <summary>What visitors are told of a link's state.</summary>
internal static class LinkStates
{
    /// <summary>Null: they may come in.</summary>
    public static Problem? Refusal(this LinkState state) => state switch
    {
        LinkState.Active => null,
        LinkState.Expired => Problems.LinkExpired,
        LinkState.UsedUp => Problems.LinkUsedUp,
        _ => Problems.LinkGone, // why is its maker's affair
    };
}
