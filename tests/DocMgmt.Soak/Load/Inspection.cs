using System.Text.Json;

namespace DocMgmt.Soak.Load;

/// <summary>Holds what the service has against what it answered, when nobody changes anything.</summary>
internal sealed class Inspection(Ledger ledger, Findings findings)
{
    private const int VersionsPerFile = 4;

    private sealed record Found(long Id, string Name, FileState State);

    /// <summary>Everything of that owner: each file is where it must be, whole, and nothing else is there.</summary>
    public async Task RunAsync(Somebody owner)
    {
        var found = (await ListAsync(owner, $"/v1/items?parent_id={owner.Folder}", Place.Folder)).Concat(await ListAsync(owner, "/v1/trash?", Place.Trash)).ToDictionary(f => f.Id);
        var files = ledger.Of(owner);
        foreach (var file in files.Where(f => f.Id is not null)) Settle(file, found.Remove(file.Id!.Value, out var it) ? it : null);
        // The rest is what nobody was told of: each belongs to a request without an answer.
        foreach (var file in files.Where(f => f.Id is null)) Settle(file, found.Values.FirstOrDefault(it => Fits(file, it)) is { } it && found.Remove(it.Id) ? it : null);
        foreach (var it in found.Values) findings.Add($"{it.Name} ({it.Id}) of {owner.Email} is there as {it.State}, and nobody asked for it");
        await Parallel.ForEachAsync(files.Where(f => f.State.Place == Place.Folder), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (file, _) => await ReadAsync(file));
    }

    private void Settle(TrackedFile file, Found? found)
    {
        var possible = string.Join(" or ", file.Possible);
        if (found is not null) (file.Id, file.Name) = (found.Id, found.Name);
        if (!file.Settle(found?.State ?? default)) findings.Add($"{file} was left as {possible} and is found as {file.State}");
    }

    private static bool Fits(TrackedFile file, Found found) => file.Possible.Contains(found.State)
        && (file.Name is { } name ? found.Name == name : found.Name.StartsWith(file.Stem + " (", StringComparison.Ordinal));

    private async Task ReadAsync(TrackedFile file)
    {
        await ReadAsync(file, "", file.State.Sha256!);
        foreach (var (id, sha256) in file.Versions.TakeLast(VersionsPerFile)) await ReadAsync(file, $"?version={id}", sha256);
    }

    private async Task ReadAsync(TrackedFile file, string query, string sha256)
    {
        var answer = await file.Owner.SendAsync(HttpMethod.Get, $"/v1/files/{file.Id}/download{query}");
        if (!answer.Done) findings.Add($"{file}{query} ought to be there and was answered {answer}");
        else if (Content.HashOf(answer.Bytes) != sha256) findings.Add($"{file}{query} has other bytes than were uploaded");
    }

    private static async Task<List<Found>> ListAsync(Somebody owner, string path, Place place)
    {
        var all = new List<Found>();
        for (var cursor = ""; ;)
        {
            var page = await owner.SendAsync(HttpMethod.Get, $"{path}&page_size=100{cursor}");
            if (!page.Done) throw new InvalidOperationException($"{path} can't be listed: {page}");
            all.AddRange(page.Body.GetProperty("data").EnumerateArray().Select(i => new Found(i.GetProperty("id").GetInt64(), i.GetProperty("item_name").GetString()!, StateOf(i, place))));
            if (page.Text("next_cursor") is not { } next) return all;
            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private static FileState StateOf(JsonElement item, Place place) => new(place, item.GetProperty("version_count").GetInt32(), item.GetProperty("checksum").GetString());
}
