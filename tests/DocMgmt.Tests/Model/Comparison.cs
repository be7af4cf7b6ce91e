using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Model;

/// <summary>Holds all that each user is shown against the model.</summary>
internal sealed class Comparison(Drives drives, Ids ids, IReadOnlyList<TestUser> users, Random random)
{
    private const int MostGone = 4;
    private const int MostHidden = 25;
    private readonly Shown shown = new(ids, [.. users.Select(u => u.Id)]);
    private readonly List<string> differences = [];

    /// <returns>What is not the same; empty when all is.</returns>
    public async Task<IReadOnlyList<string>> AllAsync()
    {
        foreach (var user in drives.Users)
        {
            await TreeAsync(user);
            await TrashAsync(user);
            await TagsAsync(user);
            await OthersAsync(user);
            Compare($"what user {user} uses", [$"{drives.Used(user)}"], [$"{(await users[user].GetJsonAsync("/v1/users/me")).GetProperty("storage_used_bytes")}"]);
        }

        return differences;
    }

    /// <summary>The own drive, and others' things from the highest that the user may read downwards, each folder in order; of files the versions.</summary>
    private async Task TreeAsync(int user)
    {
        await FolderAsync(user, drives.Root(user), $"/v1/items?page_size=100");
        foreach (var top in drives.Nodes.Where(n => n.Drive != user && drives.Sees(user, n) && drives.ShownChain(user, n).Count == 1).ToList())
        {
            Compare($"item {ids.Of(top.Key)} for user {user}", [shown.Item(drives, user, top)], [Shown.Item(await users[user].GetJsonAsync($"/v1/items/{ids.Of(top.Key)}"))]);
            await InsideAsync(user, top);
        }
    }

    private Task InsideAsync(int user, Node node) => node.IsFolder ? FolderAsync(user, node, $"/v1/items?parent_id={ids.Of(node.Key)}&page_size=100") : VersionsAsync(user, node);

    private async Task FolderAsync(int user, Node folder, string path)
    {
        var children = Shown.InOrder(drives.Children(folder), ids).ToList();
        Compare($"user {user}: {path}", children.Select(c => shown.Item(drives, user, c)), (await ListAsync(user, path)).Select(Shown.Item));
        foreach (var child in children) await InsideAsync(user, child);
        if (drives.LevelOf(user, folder) >= Level.Admin)
            foreach (var node in children.Where(c => !c.Grants.IsEmpty)) await GrantsAsync(user, node);
    }

    private async Task GrantsAsync(int user, Node node) => Compare($"grants on {ids.Of(node.Key)}",
        node.Grants.OrderBy(g => ids.Of(g.Value.Key)).Select(g => shown.Grant(g.Key, g.Value)), (await users[user].GrantsAsync(ids.Of(node.Key))).Select(Shown.Grant));

    private async Task VersionsAsync(int user, Node file)
    {
        // Of the only one that there ever was the item says all but its marks; of others' things their owners are asked.
        if (file.Drive != user || file is { NextVersion: 1 } or { NextVersion: 2, Current: { Label: null, IsKept: false } }) return;
        Compare($"versions of {ids.Of(file.Key)}", file.Versions.Reverse().Select(v => shown.Version(file, v)), (await ListAsync(user, $"/v1/items/{ids.Of(file.Key)}/versions?page_size=100")).Select(Shown.Version));
    }

    /// <summary>What was put there, the last first, and what is in those folders.</summary>
    private async Task TrashAsync(int user)
    {
        var trash = drives.Nodes.Where(n => n.Drive == user && n.Trashed is not null).OrderByDescending(n => n.Trashed!.Request).ThenByDescending(n => ids.Of(n.Key)).ToList();
        Compare($"trash of user {user}", trash.Select(n => shown.Trashed(drives, n, n)), (await ListAsync(user, "/v1/trash?page_size=100")).Select(Shown.Trashed));
        foreach (var root in trash.Where(n => n.IsFolder))
            foreach (var folder in drives.Below(root).Where(n => n.IsFolder))
            {
                Compare($"folder {ids.Of(folder.Key)} in the trash of user {user}", Shown.InOrder(drives.Children(folder), ids).Select(c => shown.Trashed(drives, c, root)),
                    (await ListAsync(user, $"/v1/trash/{ids.Of(folder.Key)}/children?page_size=100")).Select(Shown.Trashed));
            }
    }

    /// <summary>The most used first, then by name. Those of two drives that have both in common have no order that the model knows of.</summary>
    private async Task TagsAsync(int user)
    {
        var expected = drives.Tags.Where(t => drives.SeesTag(user, t)).OrderByDescending(t => drives.UsageOf(user, t)).ThenBy(t => t.NameKey, StringComparer.Ordinal).ToList();
        var actual = (await users[user].GetJsonAsync("/v1/tags")).EnumerateArray().ToList();
        Compare($"order of tags for user {user}", expected.Select(t => $"{drives.UsageOf(user, t)} {t.NameKey}"), actual.Select(t => $"{t.GetProperty("usage_count")} {Model.Tag.KeyOf(t.Text("name"))}"));
        Compare($"tags for user {user}", expected.Select(t => Shown.Tag(t, drives.UsageOf(user, t))).Order(StringComparer.Ordinal), actual.Select(Shown.Tag).Order(StringComparer.Ordinal));
    }

    /// <summary>Stars and shares wherever they are; and what is not there for the user must not be.</summary>
    private async Task OthersAsync(int user)
    {
        var stars = drives.Nodes.Where(n => n.StarredBy.Contains(user) && drives.Sees(user, n));
        Compare($"stars of user {user}", Shown.InOrder(stars, ids).Select(n => shown.Item(drives, user, n)), (await ListAsync(user, "/v1/items?starred=true&page_size=100")).Select(Shown.Item));
        var shares = drives.Nodes.Where(n => n.Drive != user && drives.IsLive(n) && Drives.IsGranted(user, n));
        Compare($"shares of user {user}", Shown.InOrder(shares, ids).Select(n => shown.Item(drives, user, n)), (await ListAsync(user, "/v1/shared-with-me?page_size=100")).Select(Shown.Item));

        var (gone, hidden) = (ids.All(Kind.Item).Where(k => drives.Find(k) is null).ToArray(), drives.Nodes.Where(n => !drives.Sees(user, n)).Select(n => n.Key).ToArray());
        random.Shuffle(gone);
        random.Shuffle(hidden);
        foreach (var key in gone.Take(MostGone).Concat(hidden.Take(MostHidden)))
            Compare($"item {ids.Of(key)} for user {user}", ["404"], [$"{(int)(await users[user].GetAsync($"/v1/items/{ids.Of(key)}")).StatusCode}"]);
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(int user, string path)
    {
        var (all, next) = (new List<JsonElement>(), path);
        while (next is not null)
        {
            var page = await users[user].GetJsonAsync(next);
            all.AddRange(page.GetProperty("data").EnumerateArray());
            next = page.GetProperty("has_next").GetBoolean() ? $"{path}&cursor={page.Text("next_cursor")}" : null;
        }

        return all;
    }

    private void Compare(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (model, service) = (expected.ToList(), actual.ToList());
        if (model.SequenceEqual(service, StringComparer.Ordinal)) return;
        var (missing, extra) = (model.Except(service, StringComparer.Ordinal).ToList(), service.Except(model, StringComparer.Ordinal).ToList());
        differences.Add($"{what}:{string.Concat(missing.Select(l => $"\n  model    {l}"))}{string.Concat(extra.Select(l => $"\n  service  {l}"))}{(missing.Count + extra.Count == 0 ? $"\n  in another order: {string.Join("; ", service)}" : "")}");
    }
}
