namespace DocMgmt.Soak.Load;

/// <summary>Uploads in one request.</summary>
internal static class Writing
{
    private const int Many = 4;

    public static async Task PutAsync(Actor actor)
    {
        if (actor.World.IsFull) return;
        await PutAsync(actor, "put", actor.World.Ledger.New(actor.Me));
    }

    public static async Task PutVersionAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Folder) is { } file) await PutAsync(actor, "put version", file);
    }

    public static async Task PutManyVersionsAsync(Actor actor)
    {
        if (actor.World.Ledger.Take(Place.Folder) is not { } file) return;
        for (var n = 1; n < Many && file.Certain is not null; n++) await OnceAsync(actor, "put version", file);
        actor.World.Ledger.Put(file, actor.Random);
    }

    /// <summary>Beside a file that has the name already, which nobody can take away meanwhile.</summary>
    public static async Task PutRenamedAsync(Actor actor)
    {
        if (actor.World.IsFull || actor.World.Ledger.Take(Place.Folder) is not { } taken) return;
        var file = actor.World.Ledger.New(taken.Owner, taken.Stem, named: false);
        var content = actor.World.Contents.Next(actor.Random);
        file.Expect(content.Sha256);
        file.Begin();
        var answer = await actor.AskAsync("put renamed", file.Owner, HttpMethod.Put, $"{Path(file.Owner, taken.Name!)}&on_conflict=rename", content.Bytes);
        if (answer.Done) Note(file, answer, content);
        file.End(answer, default(FileState).With(content.Sha256));
        actor.World.Ledger.Put(file, actor.Random);
        actor.World.Ledger.Put(taken, actor.Random);
    }

    private static async Task PutAsync(Actor actor, string kind, TrackedFile file)
    {
        await OnceAsync(actor, kind, file);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task OnceAsync(Actor actor, string kind, TrackedFile file)
    {
        var content = actor.World.Contents.Next(actor.Random);
        var after = file.State.With(content.Sha256);
        file.Expect(content.Sha256);
        file.Begin();
        var answer = await actor.AskAsync(kind, file.Owner, HttpMethod.Put, Path(file.Owner, file.Name!), content.Bytes);
        if (answer.Done) Note(file, answer, content);
        file.End(answer, after);
    }

    private static void Note(TrackedFile file, Answer answer, Content content)
    {
        (file.Id, file.Name) = (answer.Id, answer.Text("item_name"));
        file.Versions.Add((answer.Long("version_id"), content.Sha256));
    }

    private static string Path(Somebody owner, string name) => $"/v1/files/content?parent_id={owner.Folder}&item_name={Uri.EscapeDataString(name)}";
}
