namespace DocMgmt.Soak.Load;

/// <summary>What changes nothing. Who reads a file that others may change takes any content that it has had, and 404 only if it changed.</summary>
internal static class Reading
{
    public static async Task DownloadAsync(Actor actor)
    {
        if (actor.World.Ledger.Look(actor.Random) is not { } file) return;
        var (changes, state) = (file.Changes, file.Certain);
        var answer = await actor.AskAsync("download", file.Owner, HttpMethod.Get, $"/v1/files/{file.Id}/download", refusals: "404 not_found");
        if (answer.Done && !file.Contents.Contains(Content.HashOf(answer.Bytes))) actor.World.Findings.Add($"download: {file} has never had these {answer.Bytes!.Length} bytes");
        if (answer.Status == 404 && changes % 2 == 0 && state?.Place == Place.Folder && changes == file.Changes) actor.World.Findings.Add($"download: {file} was not found, and nobody took it away");
    }

    public static async Task RangeAsync(Actor actor)
    {
        if (actor.World.Ledger.Look(actor.Random) is not { } file) return;
        var answer = await actor.AskAsync("range", file.Owner, HttpMethod.Get, $"/v1/files/{file.Id}/download", range: "bytes=10-19",
            refusals: ["404 not_found", "416 range_not_satisfiable"]);
        if (answer.Status == 206 && answer.Bytes!.Length is < 1 or > 10) actor.World.Findings.Add($"range: {answer.Bytes!.Length} bytes came instead of 10");
    }

    public static Task ListAsync(Actor actor) => actor.AskAsync("list", actor.Me, HttpMethod.Get, $"/v1/items?parent_id={actor.Me.Folder}&page_size=100");

    public static Task ListTrashAsync(Actor actor) => actor.AskAsync("list trash", actor.Me, HttpMethod.Get, "/v1/trash?page_size=100");
}
