using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Sends good, nearly good and hostile requests to every route of the document, and notes the answers that should not be.</summary>
internal sealed class Fuzzer(TestService service, ApiDescription api, int seed)
{
    private const int MostFaults = 20;
    private const int MostTries = 300;
    private const int MostText = 3_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly World world = new(service);
    private Drafter Drafter => field ??= new(api, world);

    /// <summary>How many answers of each status there were, by operation: what was reached.</summary>
    public SortedDictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What was wrong, each kind once, with the request as sent and its answer.</summary>
    public Dictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(int requests)
    {
        for (var i = 0; i < requests && Faults.Count < MostFaults; i++)
        {
            var random = new Random(HashOf(seed, i));
            var draft = await DraftAsync(random.Pick(api.Operations), random);
            for (var wrongs = random.Next(10) switch { < 4 => 0, < 8 => 1, 8 => 2, _ => 3 }; wrongs > 0; wrongs--) Spoilers.Apply(draft, random);
            await JudgeAsync(draft, i);
        }
    }

    /// <summary>Sends good requests to an operation until one of them succeeds: by chance none did.</summary>
    /// <returns>False when none does.</returns>
    public async Task<bool> ReachAsync(Operation operation)
    {
        for (var i = 0; i < MostTries; i++)
        {
            if (Answers.Keys.Any(a => a.StartsWith($"{operation.Id} 2", StringComparison.Ordinal))) return true;
            // Those that chance made members may all have been removed again.
            if (operation.Path.EndsWith("/members/{user_id}", StringComparison.Ordinal)) await JudgeAsync(await DraftAsync(api.Operations.Single(o => o.Id == "AddMember"), new Random(HashOf(seed, -i))), -i);
            await JudgeAsync(await DraftAsync(operation, new Random(HashOf(seed, -i))), -i);
        }

        return false;
    }

    private async Task<Draft> DraftAsync(Operation operation, Random random)
    {
        await world.HealAsync();
        if (operation.Path.StartsWith("/v1/trash/", StringComparison.Ordinal)) await world.TrashAsync();
        if (operation.Path.Contains("/transfer", StringComparison.Ordinal)) await world.OfferAsync();
        if (operation.Path == "/v1/files/{id}/content") await world.FetchAsync();
        if (operation.Path.EndsWith("/tus/{upload_id}", StringComparison.Ordinal)) await world.BeginUploadsAsync();
        return Drafter.Draft(operation, random);
    }

    private async Task JudgeAsync(Draft draft, int number)
    {
        var request = draft.ToBytes(service.Address.Authority);
        var started = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience);
        (Answer Answer, string Text)? got = null;
        string? fault = null;
        try
        {
            got = await Wire.SendAsync(service.Address, draft.From, request, draft.Method, draft.IsBroken, limit.Token);
        }
        catch (OperationCanceledException)
        {
            fault = $"no answer within {Patience.TotalSeconds} s";
        }

        if (got is var (answer, _)) fault = Fault(draft, answer);
        else if (!draft.IsBroken) fault ??= "the server hung up";
        if (fault is not null) Faults.TryAdd($"{draft.Operation.Id}: {fault}", $"""
            Request {number} of seed {seed} (./fuzz.sh {number + 1} {seed}), after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms:
            {Shown(Encoding.UTF8.GetString(request))}

            {Shown(got?.Text ?? "no answer")}
            """);
        Learn(draft, got?.Answer);
    }

    private string? Fault(Draft draft, Answer answer)
    {
        var path = draft.Path.StartsWith("http://", StringComparison.Ordinal) ? new Uri(draft.Path).AbsolutePath : draft.Path.Split('?')[0];
        return (int)answer.Status >= 500 && answer.Status != HttpStatusCode.HttpVersionNotSupported ? $"a {(int)answer.Status}"
            : Contract.Fault(api, draft.Method, path, answer, selected: Uri.UnescapeDataString(draft.Target).Contains("$select=", StringComparison.OrdinalIgnoreCase));
    }

    private void Learn(Draft draft, Answer? answer)
    {
        var key = $"{draft.Operation.Id} {(int?)answer?.Status}";
        Answers[key] = Answers.GetValueOrDefault(key) + 1;
        if (answer is { Status: HttpStatusCode.Unauthorized } && draft.Actor is { } actor) actor.IsLost = true;
        if (answer is { Status: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices, Json: { } body } && !draft.Operation.AnswersContent) Learn(draft, body);
    }

    private void Learn(Draft draft, JsonElement answer)
    {
        world.Learn(draft.Actor, draft.Operation, answer);
        if (draft is { Operation.Id: "AddMember", Actor: { } actor } && answer.TryGetProperty("user_id", out var member)) // with another method it is another operation
            world.Learn(actor, World.MemberPath, $"{draft.Path}/{member}");
    }

    private static int HashOf(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 486_187_739));

    private static string Shown(string text) => string.Concat(text.Take(MostText).Select(c => c is '\n' || !char.IsControl(c) ? $"{c}" : c == '\r' ? "" : $"\\x{(int)c:x2}")) + (text.Length > MostText ? $"… ({text.Length} characters)" : "");
}
