using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>What contradicts itself in the database is found by the check that it is the business of.</summary>
public class DatabaseChecksTests(BreakableWorld whole) : IClassFixture<BreakableWorld>
{
    private const string Two = "item('two.bin')", OldVersion = "(SELECT min(id) FROM versions WHERE item_id = item('two.bin'))";

    [Theory]
    [InlineData("references", "UPDATE blobs SET ref_count = ref_count + 1 WHERE ref_count = 2")]
    [InlineData("references", "UPDATE blobs SET orphaned_at = now() WHERE ref_count = 2")]
    [InlineData("references", "UPDATE blobs SET ref_count = 0, orphaned_at = now() WHERE ref_count = 2")]
    [InlineData("references blob_bytes", "INSERT INTO blobs (sha256, size, store, key, stored_size, created_at, verified_at) SELECT sha256('x'), 1, 'other', left(h, 2) || '/' || h || '-0123456789abcdef', 1, now(), now() FROM encode(sha256('x'), 'hex') AS h")]
    [InlineData("doomed_blobs", "INSERT INTO blob_deletions (store, key, due_at) SELECT store, key, now() FROM blobs WHERE ref_count = 2")]
    [InlineData("blob_rows blob_bytes", "UPDATE blobs SET stored_size = stored_size + 1 WHERE ref_count = 2")]
    [InlineData("blob_rows blob_bytes unknown_objects", "UPDATE blobs SET key = 'ab/cd' WHERE ref_count = 2")]
    [InlineData("versions", $"UPDATE versions SET size_bytes = size_bytes + 1 WHERE id = {OldVersion}; UPDATE drives SET used_bytes = used_bytes + 1 WHERE id = (SELECT drive_id FROM versions WHERE id = {OldVersion})")]
    [InlineData("versions", "UPDATE versions SET drive_id = (SELECT max(id) FROM drives) WHERE item_id = item('empty.bin')")]
    [InlineData("versions", $"UPDATE items SET next_version = 2 WHERE id = {Two}")]
    [InlineData("versions", "DELETE FROM items WHERE id = item('empty.bin')")]
    [InlineData("versions", "UPDATE versions SET item_id = item('outer') WHERE item_id = item('empty.bin'); UPDATE items SET current_version_id = NULL, version_count = 0 WHERE name = 'empty.bin'")]
    [InlineData("versions unknown_objects", "DELETE FROM blobs WHERE size = 0")]
    [InlineData("files", $"UPDATE items SET version_count = 3 WHERE id = {Two}")]
    [InlineData("files", $"UPDATE items SET size_bytes = size_bytes + 1 WHERE id = {Two}")]
    [InlineData("files", "UPDATE items SET size_bytes = 1 WHERE name = 'placeholder'")]
    [InlineData("files", $"UPDATE items SET mime_type = 'text/plain' WHERE id = {Two}")]
    [InlineData("files", $"UPDATE items SET current_version_id = NULL WHERE id = {Two}")]
    [InlineData("files", $"UPDATE items SET current_version_id = 999999 WHERE id = {Two}")]
    [InlineData("files", $"UPDATE items SET current_version_id = (SELECT current_version_id FROM items WHERE id = item('one.bin')) WHERE id = {Two}")]
    [InlineData("items search_texts", $"UPDATE items SET parent_id = {Two} WHERE name = 'placeholder'")]
    [InlineData("items search_texts", "UPDATE items SET parent_id = 999999 WHERE name = 'placeholder'")]
    [InlineData("items search_texts", "UPDATE items SET drive_id = (SELECT max(id) FROM drives) WHERE name = 'placeholder'")]
    [InlineData("items", "UPDATE items SET purging_at = now() WHERE name = 'placeholder'")]
    [InlineData("items", "INSERT INTO folders (id, drive_id, path, depth) SELECT i.id, i.drive_id, f.path || i.id || '/', f.depth + 1 FROM items i JOIN folders f ON f.id = i.parent_id WHERE i.name = 'placeholder'")]
    [InlineData("items", "DELETE FROM folders WHERE id = item('in it')")]
    [InlineData("items folder_paths", "UPDATE items SET parent_id = NULL WHERE id = item('outer')")]
    [InlineData("items folder_paths", "UPDATE items SET parent_id = item('inner'), name = 'root' WHERE id = (SELECT parent_id FROM items WHERE name = 'outer')")]
    [InlineData("items drives search_texts", "UPDATE drives SET root_id = 999999 WHERE used_bytes = 0")]
    [InlineData("drives trash_marks", "UPDATE items SET trashed_at = now() WHERE id = (SELECT root_id FROM drives WHERE used_bytes = 0)")]
    [InlineData("folder_paths", "UPDATE folders SET path = '/7/' WHERE id = item('outer')")]
    [InlineData("folder_paths", "UPDATE folders SET depth = depth + 1 WHERE id = item('inner')")]
    [InlineData("folder_paths", "UPDATE folders SET drive_id = (SELECT max(id) FROM drives) WHERE id = item('inner')")]
    [InlineData("folder_paths search_texts", "UPDATE items SET parent_id = item('inner') WHERE id = item('outer')")]
    [InlineData("folder_paths", "INSERT INTO folders (id, drive_id, path, depth) VALUES (999999, 1, '/999999/', 0)", "there is no such item")]
    [InlineData("trash_marks", "UPDATE folders SET trash_id = NULL WHERE id = item('in it')")]
    [InlineData("trash_marks", "UPDATE folders SET trash_id = NULL WHERE id = item('trashed')")]
    [InlineData("trash_marks", "UPDATE items SET trashed_at = NULL WHERE id = item('trashed')")]
    [InlineData("trash_marks", "UPDATE folders SET trash_id = 999999 WHERE id = item('inner')")]
    [InlineData("trash_marks", "UPDATE folders SET trash_id = item('outer') WHERE id = item('inner')")]
    [InlineData("trash_sizes", "INSERT INTO trash_sizes (item_id, total_bytes, item_count) VALUES (item('trashed'), 123456, 1)", "known to have taken 123456 bytes in 1 items")]
    [InlineData("tag_counts", "UPDATE tags SET usage_count = usage_count + 1 WHERE name = 'another'", "usage_count is 2, and 1 items carry it")]
    [InlineData("tag_counts search_texts", "DELETE FROM item_tags", "and 0 items carry it")]
    [InlineData("item_tags", "UPDATE tags SET drive_id = (SELECT max(id) FROM drives) WHERE name = 'another'")]
    [InlineData("resumable_uploads", "UPDATE resumable_uploads SET received_bytes = 500", "it has 500 bytes and pieces of 400")]
    [InlineData("resumable_uploads", "UPDATE resumable_pieces SET starts_at = 1", "with gaps")]
    [InlineData("resumable_uploads", "UPDATE resumable_pieces SET upload_id = NULL", "pieces of 0")]
    [InlineData("search_texts", "DELETE FROM search_texts WHERE item_id = item('two.bin')", "is found by nothing")]
    [InlineData("search_texts", "UPDATE search_texts SET name_text = 'three bin' WHERE item_id = item('two.bin')")]
    [InlineData("search_texts", "UPDATE search_texts SET about_text = 'of others' WHERE item_id = item('two.bin')")]
    [InlineData("search_texts", "UPDATE search_texts SET drive_id = drive_id + 1 WHERE item_id = item('inner')")]
    [InlineData("search_texts", "UPDATE search_texts SET parent_id = parent_id + 1 WHERE item_id = item('inner')")]
    [InlineData("search_texts", "UPDATE search_texts SET tags_text = '' WHERE tags_text <> ''")]
    [InlineData("search_texts", "UPDATE tags SET name_text = 'other' WHERE name = 'another'", "tag ")]
    [InlineData("used_bytes", "UPDATE drives SET used_bytes = used_bytes + 1 WHERE used_bytes > 0")]
    [InlineData("uploads", "UPDATE uploads SET completed_at = NULL WHERE completed_at IS NOT NULL", "it is pending, and its version is there")]
    public async Task A_contradiction_is_found(string checks, string damage, string says = "")
    {
        await whole.RestoreAsync();
        await whole.World.BreakAsync(damage);

        var report = await whole.World.Service.ExamineAsync();

        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        Assert.True(checks.Split(' ').Order().SequenceEqual(findings.Select(f => f.Text("check")).Order()), report.ToString());
        Assert.Contains(says, findings[0].GetProperty("examples")[0].GetString()!, StringComparison.Ordinal);
    }
}
