namespace DocMgmt.Drive.Pipeline;

/// <summary>Every error code, status and message of the system.</summary>
public static class Problems
{
    // 400
    public static Problem Validation(IReadOnlyDictionary<string, string[]> errors) =>
        new("validation_failed", 400, "Some fields are not as they should be; see errors.") { Errors = errors };
    public static Problem Invalid(string field, string message) => Validation(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });
    public static Problem QueryInvalid(string option, string message) => new("query_invalid", 400, "This can't be asked for in that way; see errors.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [option] = [message] },
    };
    public static Problem MalformedRequest(string detail) => new("malformed_request", 400, detail);
    public static Problem BadCursor => new("cursor_invalid", 400, "This cursor was not made by this list. Start again without one.");
    public static Problem ParentNotAFolder => new("parent_not_a_folder", 400, "This is a file. Choose a folder.");
    public static Problem NotAFile => new("not_a_file", 400, "This is a folder. Only files have content.");
    public static Problem DriveRoot => new("drive_root", 400, "This is the root of a drive. It can't be renamed, tagged, moved, copied, given away or put into the trash.");
    public static Problem MoveIntoItself => new("move_into_itself", 400, "A folder can't go into itself or into a folder below it.");
    public static Problem RootNotShared => new("root_not_shared", 400, "The root of a drive is not shared. Share a folder in it instead.");
    public static Problem GranteeIsOwner => new("grantee_is_owner", 400, "This is the owner of the drive, who may do everything in it already.");
    public static Problem DropNeedsFolder => new("drop_needs_folder", 400, "Visitors can put files into a folder only. Share the folder, or say permission_type: read.");
    public static Problem LinkTermsMismatch => new("link_terms_mismatch", 400,
        "max_downloads and allow_download are of links that read; max_uploads, max_upload_bytes and allowed_types of links that write.");
    public static Problem TooDeep => new("folder_too_deep", 400, "Folders can be nested 100 deep, not deeper.");

    /// <summary>A batch of which all is done or nothing: what stood in the way.</summary>
    /// <param name="position">Of the operation, from 0.</param>
    public static Problem OfOperation(int position, Problem problem) => new(problem.Code, problem.Status, $"Operation {position}: {problem.Message} Nothing of the batch was done.")
    {
        Errors = problem.Errors?.ToDictionary(e => $"operations[{position}].{e.Key}", e => e.Value, StringComparer.Ordinal),
        Extensions = new Dictionary<string, object?>(problem.Extensions ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal) { ["operation"] = position },
        RetryAfter = problem.RetryAfter,
        Headers = problem.Headers,
    };

    // 401
    public static Problem NotSignedIn => new("unauthorized", 401, "Sign in: send an access token as 'Authorization: Bearer …'.");
    public static Problem SessionEnded => new("session_ended", 401, "This sign-in has ended. Sign in again.");
    public static Problem WrongCredentials => new("invalid_credentials", 401, "E-mail or password is wrong.");
    public static Problem BadRefreshToken => new("refresh_token_invalid", 401, "This refresh token is unknown, expired or used. Sign in again.");

    public static Problem LinkPasswordRequired => new("link_password_required", 401,
        "This link has a password. Send it as X-Share-Password, or as {\"password\": …} with POST; what that unlocked lasts an hour.") { Headers = SharePassword };
    public static Problem LinkPasswordWrong => new("link_password_wrong", 401, "This is not the link's password.") { Headers = SharePassword };
    private static Dictionary<string, string> SharePassword => new(StringComparer.Ordinal) { ["WWW-Authenticate"] = "SharePassword" }; // no access token helps

    // 403
    public static Problem Forbidden => new("forbidden", 403, "You may see this, but not do that with it.");
    public static Problem GrantOutlastsOwn(DateTime end) => new("grant_outlasts_own", 403, $"Your own admin here ends at {end:yyyy-MM-ddTHH:mm:ssZ}. Grant until then at most: say expires_at.");
    public static Problem AdministratorsOnly => new("administrator_required", 403, "Only administrators may do this.");
    public static Problem RegistrationClosed => new("registration_closed", 403, "An administrator makes the accounts here.");
    public static Problem BadDownloadUrl => new("download_url_invalid", 403, "This download URL has expired or was changed. Ask for another one.");
    public static Problem BadUploadUrl => new("upload_url_invalid", 403, "This upload URL has expired or was changed. Start the upload again.");
    public static Problem QuotaExceeded(long? availableBytes) => new(QuotaExceededCode, 403, "The drive has no room for this. Empty its trash, or ask for more room.")
    {
        Extensions = availableBytes is { } bytes ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["available_bytes"] = bytes } : null,
    };

    public static Problem DownloadNotAllowed => new("download_not_allowed", 403, "This link lets you look only. What can be shown has a preview_url.");
    public static Problem LinkTakesFilesOnly => new("link_takes_files_only", 403, "By this link you can put files into the folder, and see nothing of what is in it.");
    public static Problem ForeignForm => new("foreign_form", 403, "Another site sent this form. Open the link itself, and give the password there.");
    public static Problem FinalTakesNoBytes => new("final_takes_no_bytes", 403, "This upload is put together from others: it takes no bytes of its own.");
    public static Problem LinkTakesNoFiles => new("link_takes_no_files", 403, "By this link you can read, and change nothing.");

    // 404
    public static Problem NotFound => new("not_found", 404, "There is nothing here, or nothing that you may see.");
    public static Problem UnknownJob(string name, IReadOnlyList<string> names) => new("job_unknown", 404, $"There is no job '{name[..Math.Min(name.Length, 50)]}'; there are {string.Join(", ", names)}.")
    {
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["jobs"] = names },
    };

    // 409
    public static Problem ItemNameTaken => new("item_name_taken", 409, "Something of that name is there already. Choose another name, or say on_conflict: rename; a folder is never replaced.");
    public static Problem EmailTaken => new("email_taken", 409, "There is an account with this e-mail already.");
    public static Problem TooManyGroups => new("too_many_groups", 409, "A user can own 1,000 groups, not more. Delete one first, or give it to somebody else.");
    public static Problem GroupFull => new("group_full", 409, "A group can have 10,000 members, not more.");
    public static Problem GroupOwnerStays => new("group_owner_stays", 409, "This is the group's owner. Make somebody else the owner first: PATCH the group with owner_id.");
    public static Problem TagNameTaken => new("tag_name_taken", 409, "There is a tag of that name in the drive already. Choose another name, or make one of the two: POST /v1/tags/{id}/merge.");
    public static Problem TooManyTags => new("too_many_tags", 409, "A drive can have 10,000 tags, not more. Its owner can delete or merge some.");
    public static Problem TooManyItemTags => new("too_many_item_tags", 409, "An item can carry 100 tags, not more. Take one off first.");
    public static Problem TooManyLinks => new("too_many_links", 409, "An item can have 1,000 share links, not more. Delete one first.");
    public static Problem NoPreview(string mimeType) => new("no_preview", 409, $"Files of type {mimeType} can't be shown, only downloaded.");
    public static Problem TooManyOffers => new("too_many_offers", 409, "A hundred offers of yours are open. Wait for one to be accepted, or withdraw one.");
    public static Problem TooManyJobs => new("too_many_jobs", 409, "Twenty jobs of yours are waiting or under way. Wait for one to end, or cancel one: DELETE /v1/jobs/{id}.");
    public static Problem FailedJob => new("job_failed", 409, "Something went wrong here. The administrator finds it in the log, by the job's id.");
    public static Problem PlaceLost => new("place_lost", 409, "The folder that it was to go to is gone, in the trash, in another drive, or not yours to write in any more. What was copied was dropped.");
    public static Problem SourceLost => new("source_lost", 409, "What was to be copied is gone, in the trash, or nothing that you may see any more.");
    public static Problem BatchTooLong => new("batch_too_long", 409, "The batch took longer than others can wait. Send what was not done again, in smaller batches.");
    public static Problem VersionIsCurrent => new("version_is_current", 409, "This is the file's current version. Upload or restore another one first.");
    public static Problem VersionIsKept => new("version_is_kept", 409, "This version is kept forever. Take that mark away first: PATCH it with keep_forever: false.");
    public static Problem LastAdministrator => new("last_administrator", 409, "This is the last administrator. Appoint another one first.");
    public static Problem NoContent => new("no_content", 409, "Nothing was uploaded to this file yet.");
    public static Problem UploadCompleted => new("upload_completed", 409, "This upload was completed already. Start another one for other bytes.");
    public static Problem UploadIncomplete => new("upload_incomplete", 409, "PUT the bytes to upload_url before completing.");
    public static Problem OffsetMismatch(long offset) => new("offset_mismatch", 409, $"The upload goes on at byte {offset}. Ask for its offset with HEAD, then send from there.");
    public static Problem UploadTakenOver => new("upload_taken_over", 409, "Another request goes on with this upload. What came by this one is kept; ask for the offset with HEAD.");
    public static Problem PartsIncomplete => new("parts_incomplete", 409, "Not all of these uploads are whole. Send what is missing, then put them together.");
    public static Problem TooManyPieces => new("too_many_pieces", 409, "This upload came in too many small pieces. Begin again, with longer requests.");
    public static Problem TooManyUploads => new("too_many_uploads", 409, "Too many uploads are open already. Finish some, or give them up with DELETE.");
    public static Problem ParentDeleted => new("parent_deleted", 409, "The folder that this was in is in the trash or gone. Say parent_id: where it shall go; null is the drive's root.");
    public static Problem NotInTrash(IEnumerable<int> positions) => new("not_in_trash", 409, "Some of these are not in your trash, or not any more; see errors. Nothing was deleted. List the trash again, then choose.")
    {
        Errors = positions.ToDictionary(p => $"item_ids[{p}]", p => new[] { $"Number {p + 1} is not in your trash." }, StringComparer.Ordinal),
    };
    public static Problem ParentTrashed => new("parent_trashed", 409, "The folder was put into the trash meanwhile. Choose another one.");
    public static Problem RequestInProgress => new("request_in_progress", 409, "A request with this Idempotency-Key is being carried out.") { RetryAfter = TimeSpan.FromSeconds(1) };

    // 410
    public static Problem LinkGone => new(LinkGoneCode, 410, "This link leads nowhere any more. Ask whoever sent it for another one.");
    public static Problem LinkExpired => new("link_expired", 410, "This link has expired. Ask whoever sent it for another one.");
    public static Problem LinkUsedUp => new(LinkUsedUpCode, 410, "This link has been used as often as it may be. Ask whoever sent it for another one.");
    internal const string LinkGoneCode = "link_gone", LinkUsedUpCode = "link_used_up";

    // 405, 408, 412, 413, 415, 416, 422
    public static Problem FormExpected => new("unsupported_media_type", 415, "Send the file as multipart/form-data, or its bytes with PUT to …/content.");
    internal const string PreconditionFailedCode = "precondition_failed", PreconditionRequiredCode = "precondition_required", QuotaExceededCode = "quota_exceeded";
    public static Problem PreconditionFailed => new(PreconditionFailedCode, 412, "It is not any more what you take it for. Fetch it again, then decide.");
    public static Problem PreconditionRequired => new(PreconditionRequiredCode, 428, "Say in If-Match which state of the item you change: its ETag, or its revision in quotes.");
    public static Problem TusVersion => new("tus_version", 412, "Say Tus-Resumable: 1.0.0; no other version is spoken here.")
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Tus-Version"] = "1.0.0" },
    };
    public static Problem TusBytesExpected => new("unsupported_media_type", 415, "Send the bytes as application/offset+octet-stream.");
    public static Problem RangeNotSatisfiable(long size) => new("range_not_satisfiable", 416, $"The content has {size} bytes; the range lies outside of them.")
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Range"] = $"bytes */{size}" },
    };
    public static Problem MethodNotAllowed => new("method_not_allowed", 405, "This address does not take that method; see the Allow header.");
    public static Problem RequestTimeout => new("request_timeout", 408, "The body came too slowly. Send it again, faster.");
    public static Problem BodyTooLarge => new("body_too_large", 413, "The request's body is larger than this address takes.");
    public static Problem UnsupportedMediaType => new("unsupported_media_type", 415, "Send the body as application/json.");
    public static Problem TooLarge(long maxBytes) => new("content_too_large", 413, $"Files may have up to {maxBytes} bytes here.");
    public static Problem TypeNotAllowed(string mimeType) => new("type_not_allowed", 415, $"Files of type {mimeType} are not taken here.");
    public static Problem SizeMismatch(long announced, long received) =>
        new("size_mismatch", 422, $"{announced} bytes were announced and {received} came. Nothing was stored; send it again.");
    public static Problem TooLargeForBatch => new("too_large_for_batch", 422, "In a batch only what is copied at once can be copied: folders with up to 1,000 items. Copy this one by itself.");
    public static Problem QueryTooCostly => new("query_too_costly", 422, "Finding this took more than ten seconds and was given up. Ask for a folder instead of all that is below, for fewer conditions, an order that folders have, or no total.");
    public static Problem TooManyItems(int most) => new("too_many_items", 422, $"At most {most} items can be copied, or go into another drive, at once. Take the folders in it one by one.");
    public static Problem ChecksumMismatch => new("checksum_mismatch", 422, "The content does not have the announced SHA-256. Nothing was stored; send it again.");
    public static Problem ProofFailed => new("proof_failed", 422, "This proves nothing. An upload has one try; send the bytes now.");
    public static Problem UserUnknown => new("user_unknown", 422, "There is no such user, or their account is disabled.");
    public static Problem NotAMember => new("not_a_member", 422, "Only a member can become the owner of a group, and not one whose account is disabled.");
    public static Problem GroupUnknown => new("group_unknown", 422, "There is no such group, or you are not in it.");
    public static Problem TagUnknown => new("tag_unknown", 422, "There is no such tag in this drive, or none that you may see.");
    public static Problem IdempotencyKeyReused => new("idempotency_key_reused", 422, "This Idempotency-Key was used for another request. Take a new one.");

    // 423, 460
    public static Problem UploadBusy => new("upload_busy", 423, "The upload is just being brought to its end. Ask again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };
    public static Problem RequestChecksumMismatch => new("request_checksum_mismatch", 460, "The request's bytes do not have the checksum that it announced. None of them count; send them again.");

    // 429
    public static Problem TooManyAttempts(TimeSpan retryAfter) => new("too_many_attempts", 429, "Too many failed attempts. Wait, then try again.") { RetryAfter = retryAfter };

    // 5xx
    public static Problem Internal => new("internal_error", 500, "Something went wrong here. The trace_id leads to it in the log.");
    public static Problem ContentDamaged => new("content_damaged", 500, "The stored content is damaged and is not given out. Uploading the same content again repairs it, in all its versions.");
    public static Problem LinkBusy => new("link_busy", 503, "Too many files are coming in by this link at once. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(10) };
    public static Problem Unavailable => new("unavailable", 503, "The service can't do this right now. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(2) };
    public const string OutcomeUnknownCode = "outcome_unknown";
    public static Problem OutcomeUnknown => new(OutcomeUnknownCode, 503, "The connection to the database broke while saving: look whether it was saved before you repeat it.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };
    public static Problem StorageFull => new("storage_full", 507, "The storage has no room left. What was stored is safe; tell the administrator.");

    /// <summary>A rule of <c>break_rule</c> that handlers catch: the content that was to be referred to went away.</summary>
    internal const string ContentVanished = "content_vanished";

    /// <summary>The problem that a broken named constraint means; null when it is none that a client could have caused.</summary>
    public static Problem? OfConstraint(string? name) => name switch
    {
        "item_name_taken" => ItemNameTaken,
        "email_taken" => EmailTaken,
        LinkGoneCode => LinkGone,
        LinkUsedUpCode => LinkUsedUp,
        "link_terms_of_downloads" or "link_terms_of_uploads" => LinkTermsMismatch,
        "folder_too_deep" => TooDeep,
        "permissions_group_id_fkey" => GroupUnknown, // it was deleted meanwhile
        QuotaExceededCode => QuotaExceeded(null),
        "tag_name_taken" => TagNameTaken,
        PreconditionFailedCode => PreconditionFailed,
        PreconditionRequiredCode => PreconditionRequired,
        ContentVanished => Unavailable,
        _ => null,
    };
}
