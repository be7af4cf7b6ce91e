namespace DocMgmt.Soak.Load;

/// <summary>The way of files through the trash and out of it.</summary>
internal static class Removing
{
    public static Task TrashAsync(Actor actor) => MoveAsync(actor, "trash", Place.Folder, HttpMethod.Delete, "/v1/items/{0}", Place.Trash);

    public static Task RestoreAsync(Actor actor) => MoveAsync(actor, "restore", Place.Trash, HttpMethod.Post, "/v1/trash/{0}/restore", Place.Folder, "409 item_name_taken");

    public static Task PurgeAsync(Actor actor) => MoveAsync(actor, "purge", Place.Trash, HttpMethod.Delete, "/v1/trash/{0}", Place.Nowhere);

    /// <summary>By two at once, of whom one at least is told that it is gone.</summary>
    public static async Task PurgeTwiceAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Trash) is not { } file) return;
        file.Begin();
        Task<Answer> OnceAsync() => actor.AskAsync("purge twice", file.Owner, HttpMethod.Delete, $"/v1/trash/{file.Id}", refusals: "404 not_found");
        var answers = await Task.WhenAll(OnceAsync(), OnceAsync());
        if (answers.All(a => a.Status == 404)) actor.World.Findings.Add($"purge twice: neither found {file}");
        file.End(answers.FirstOrDefault(a => a.Done) ?? answers.First(a => a.IsOpen || a == answers[^1]), default(FileState));
        actor.World.Ledger.Put(file, actor.Random);
    }

    /// <summary>To the trash, and out of it for good.</summary>
    public static async Task DeleteAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Folder) is not { } file) return;
        await MoveAsync(actor, file, "trash", HttpMethod.Delete, "/v1/items/{0}", Place.Trash);
        if (file.Certain?.Place == Place.Trash) await MoveAsync(actor, file, "purge", HttpMethod.Delete, "/v1/trash/{0}", Place.Nowhere);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task MoveAsync(Actor actor, string kind, Place from, HttpMethod method, string path, Place to, params string[] refusals)
    {
        if (actor.World.Ledger.Take(from) is not { } file) return;
        await MoveAsync(actor, file, kind, method, path, to, refusals);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task MoveAsync(Actor actor, TrackedFile file, string kind, HttpMethod method, string path, Place to, params string[] refusals)
    {
        var after = file.State.In(to);
        file.Begin();
        file.End(await actor.AskAsync(kind, file.Owner, method, string.Format(null, path, file.Id), refusals: refusals), after);
    }
}
