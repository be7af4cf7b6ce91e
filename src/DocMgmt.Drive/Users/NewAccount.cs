using DocMgmt.Drive.Database;
using FluentValidation;

namespace DocMgmt.Drive.Users;

/// <summary>An account to be made, with its drive and that one's hidden root folder.</summary>
/// <param name="PasswordHash">Made before the transaction: it is slow.</param>
public sealed record NewAccount(string Email, string PasswordHash, string? DisplayName, Role Role, long StorageQuotaBytes)
{
    /// <summary>As given; only for telling whether a repeated request is the same, which the hash, salted anew each time, can't.</summary>
    internal string? Password { get; init; }

    internal object Fingerprint => new { Email, Password, DisplayName, Role, StorageQuotaBytes };

    // A taken e-mail breaks email_taken. Statements and their foreign keys are checked at their end, so all rows go in together.
    internal Task<User> InsertAsync(Db db, CancellationToken ct) => db.SingleAsync<User>($"""
        WITH ids AS (
            SELECT nextval('drives_id_seq') AS drive_id, nextval('items_id_seq') AS root_id
        ),
        account AS (
            INSERT INTO users (email, display_name, password_hash, role, created_at, updated_at)
            VALUES (@Email, @DisplayName, @PasswordHash, @Role, @Now, @Now)
            RETURNING id
        ),
        root AS (
            INSERT INTO items (id, drive_id, type, name, sort_key, created_by, created_at, updated_at)
            SELECT ids.root_id, ids.drive_id, 'folder', '', '', account.id, @Now, @Now FROM ids, account
        ),
        folder AS (
            INSERT INTO folders (id, drive_id, path, depth) SELECT root_id, drive_id, '/' || root_id || '/', 0 FROM ids
        )
        INSERT INTO drives (id, owner_id, root_id, quota_bytes) SELECT ids.drive_id, account.id, ids.root_id, @StorageQuotaBytes FROM ids, account;
        SELECT {User.Columns} {User.From} WHERE u.email = @Email
        """, new
    {
        Email = UserRules.Normalize(Email),
        DisplayName = DisplayName ?? UserRules.Normalize(Email).Split('@')[0],
        PasswordHash,
        Role = Role.ToString().ToLowerInvariant(),
        StorageQuotaBytes,
    }, ct);

    internal sealed class Validator : AbstractValidator<NewAccount>
    {
        public Validator()
        {
            RuleFor(a => a.Email).AccountEmail();
            RuleFor(a => a.DisplayName).PersonName();
            RuleFor(a => a.Role).IsInEnum();
            RuleFor(a => a.StorageQuotaBytes).GreaterThanOrEqualTo(0);
        }
    }
}
