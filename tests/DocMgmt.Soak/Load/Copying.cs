namespace DocMgmt.Soak.Load;

/// <summary>References without bytes: copies of files, into new names and over others.</summary>
internal static class Copying
{
    /// <summary>Of a file that others may change or delete meanwhile.</summary>
    public static async Task CopyAsync(Actor actor)
    {
        if (actor.World.IsFull || actor.World.Ledger.Look(actor.Random) is not { } original) return;
        var file = actor.World.Ledger.New(original.Owner);
        var answer = await actor.AskAsync("copy", file.Owner, HttpMethod.Post, $"/v1/items/{original.Id}/copy", new { parent_id = file.Owner.Folder, item_name = file.Name }, refusals: "404 not_found");
        // What was copied is known from the answer only; without one it is any content that the original may have.
        var contents = answer.Done ? [answer.Text("checksum")!] : original.Contents;
        if (answer.Done && !original.Contents.Contains(contents[0])) actor.World.Findings.Add($"copy: {original} has never had the content {contents[0]}");
        Note(actor, file, answer, contents);
    }

    /// <summary>Over the name of another file, which goes to the trash. Nobody changes either meanwhile.</summary>
    public static async Task ReplaceAsync(Actor actor)
    {
        var ledger = actor.World.Ledger;
        if (ledger.Take(Place.Folder) is not { } original) return;
        if (ledger.Take(Place.Folder) is { } replaced)
        {
            if (replaced.Owner == original.Owner) await ReplaceAsync(actor, original, replaced);
            ledger.Put(replaced, actor.Random);
        }

        ledger.Put(original, actor.Random);
    }

    private static async Task ReplaceAsync(Actor actor, TrackedFile original, TrackedFile replaced)
    {
        var file = actor.World.Ledger.New(replaced.Owner, replaced.Stem);
        file.Name = replaced.Name;
        replaced.Begin();
        var answer = await actor.AskAsync("replace", file.Owner, HttpMethod.Post, $"/v1/items/{original.Id}/copy",
            new { parent_id = file.Owner.Folder, item_name = file.Name, on_conflict = "replace" });
        replaced.End(answer, replaced.State.In(Place.Trash));
        Note(actor, file, answer, [original.State.Sha256!]);
    }

    private static void Note(Actor actor, TrackedFile file, Answer answer, IReadOnlyList<string> contents)
    {
        foreach (var content in contents) file.Expect(content);
        if (answer.Done)
        {
            file.Id = answer.Id;
            file.Versions.Add((answer.Long("current_version_id"), contents[0]));
        }

        file.Begin();
        file.End(answer, [.. contents.Select(c => default(FileState).With(c))]);
        actor.World.Ledger.Put(file, actor.Random);
    }
}
