namespace DocMgmt.Soak.Load;

/// <summary>Uploads that are announced before their bytes come, if any have to.</summary>
internal static class Announcing
{
    /// <summary>A new file or a new version; with the bytes unless the content is the caller's already.</summary>
    public static async Task UploadAsync(Actor actor)
    {
        if (FileToWrite(actor) is not { } file) return;
        await UploadAsync(actor, file, actor.World.Contents.Next(actor.Random), prove: false);
    }

    /// <summary>Without bytes, where they are there and somebody else's.</summary>
    public static async Task ProveAsync(Actor actor)
    {
        if (FileToWrite(actor) is not { } file) return;
        await UploadAsync(actor, file, actor.World.Contents.Large, prove: true);
    }

    public static async Task GiveUpAsync(Actor actor)
    {
        var content = actor.World.Contents.Next(actor.Random);
        var announced = await AnnounceAsync(actor, actor.Me, $"given up {Guid.NewGuid():N}", content, withHash: false);
        if (!announced.Done) return;
        if (actor.Random.Next(2) == 0) await SendAsync(actor, actor.Me, announced, content);
        if (actor.Random.Next(4) > 0) await actor.AskAsync("give up", actor.Me, HttpMethod.Delete, $"/v1/files/upload/{announced.Long("version_id")}");
    }

    private static TrackedFile? FileToWrite(Actor actor) =>
        actor.Random.Next(3) == 0 ? actor.World.Ledger.Take(Place.Folder) : actor.World.IsFull ? null : actor.World.Ledger.New(actor.Me);

    private static async Task UploadAsync(Actor actor, TrackedFile file, Content content, bool prove)
    {
        var after = file.State.With(content.Sha256);
        file.Expect(content.Sha256);
        file.Begin();
        var answer = await AnnounceAsync(actor, file.Owner, file.Name!, content, withHash: true);
        if (answer.Done && !answer.Flag("deduplicated")) answer = await BringAsync(actor, file, answer, content, prove);
        else if (answer.Done) (file.Id, _) = (answer.Long("item_id"), Add(file, answer.Long("version_id"), content));
        file.End(answer, after);
        actor.World.Ledger.Put(file, actor.Random);
    }

    private static async Task<Answer> BringAsync(Actor actor, TrackedFile file, Answer announced, Content content, bool prove)
    {
        if (prove)
        {
            var possession = announced.Body.GetProperty("possession");
            var proof = content.Prove(possession.GetProperty("nonce").GetString()!,
                possession.GetProperty("ranges").EnumerateArray().Select(r => (r.GetProperty("offset").GetInt64(), r.GetProperty("length").GetInt32())));
            var proved = await CompleteAsync(actor, "prove", file, announced, content, new { version_id = announced.Long("version_id"), proof });
            if (proved.Done || proved.IsOpen) return proved;
        }

        // An upload whose bytes did not arrive came to nothing, whoever is to blame.
        var sent = await SendAsync(actor, file.Owner, announced, content);
        return sent.Done ? await CompleteAsync(actor, "complete", file, announced, content, new { version_id = announced.Long("version_id") }) : new(409);
    }

    private static async Task<Answer> CompleteAsync(Actor actor, string kind, TrackedFile file, Answer announced, Content content, object body)
    {
        var answer = await actor.AskAsync(kind, file.Owner, HttpMethod.Post, "/v1/files/upload/complete", body, refusals: "422 proof_failed");
        if (answer.Done) (file.Id, _) = (answer.Long("item_id"), Add(file, answer.Id, content));
        return answer;
    }

    private static Task<Answer> AnnounceAsync(Actor actor, Somebody owner, string name, Content content, bool withHash) =>
        actor.AskAsync("announce", owner, HttpMethod.Post, "/v1/files/upload/initiate",
            new { item_name = name, parent_id = owner.Folder, size_bytes = content.Bytes.Length, checksum = withHash ? content.Sha256 : null });

    private static Task<Answer> SendAsync(Actor actor, Somebody owner, Answer announced, Content content) =>
        actor.AskAsync("send", owner, HttpMethod.Put, new Uri(announced.Text("upload_url")!).PathAndQuery, content.Bytes);

    private static bool Add(TrackedFile file, long version, Content content)
    {
        file.Versions.Add((version, content.Sha256));
        return true;
    }
}
