using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Model.Steps;
using Xunit.Sdk;

namespace DocMgmt.Tests.Model;

/// <summary>Three users, one of them with little room, do what is drawn for them, on the model and on the service.</summary>
internal sealed partial class Run
{
    private const int BetweenComparisons = 100;
    private static readonly long[] Quotas = [1L << 40, 1L << 40, 120_000];

    private readonly IReadOnlyList<TestUser> users;
    private readonly Random random;
    private readonly int seed;
    private readonly Ids ids = new();
    private readonly Draw draw;
    private readonly Shown shown;
    private Drives drives = new(Quotas);
    private int count;

    private Run(IReadOnlyList<TestUser> users, long group, int seed)
    {
        (this.users, this.seed, random) = (users, seed, new Random(seed));
        draw = new(random, ids, [.. users.Select(u => u.Id), group]);
        shown = new(ids, [.. users.Select(u => u.Id)]);
    }

    public static async Task<Run> StartAsync(TestService service, int seed)
    {
        var users = new List<TestUser>();
        foreach (var quota in Quotas) users.Add(await service.NewUserAsync(quota));
        var members = Drives.Group.Select(u => users[u]).ToList();
        var run = new Run(users, await members[0].CreateGroupAsync("Team", [.. members.Skip(1)]), seed);
        foreach (var user in run.drives.Users) run.ids.Learn(Kind.Item, run.drives.Root(user).Key, await service.RootAsync(users[user]));
        return run;
    }

    /// <exception cref="FailException">The service and the model are not of one mind.</exception>
    public async Task DoAsync(int operations)
    {
        try
        {
            await DoAllAsync(operations);
        }
        catch (Exception e) when (e is not FailException)
        {
            Fail($"{e}");
        }
    }

    private async Task DoAllAsync(int operations)
    {
        for (var compared = 0; count < operations;)
        {
            // About a third of what batches have goes through them.
            if (random.Next(20) == 0) await BatchAsync();
            else await SingleAsync(draw.Next(drives));
            await LearnTagsAsync();
            if (count - compared < BetweenComparisons && count < operations) continue;
            compared = count;
            var differences = await new Comparison(drives, ids, users, random).AllAsync();
            if (differences.Count > 0) Fail(string.Join('\n', differences));
        }
    }

    private async Task SingleAsync(Step step)
    {
        var after = drives.Copy();
        after.BeginRequest();
        var expected = Try(after, step);
        var asked = step.Ask(ids);
        var response = await SendAsync(step.User, asked);
        var outcome = await OutcomeAsync(response);
        Note(step, $"{step.User} {asked.Method} {asked.Path} {Text(asked.Body)}", outcome, expected.Done?.Way);
        if (outcome != expected.Outcome) Fail($"The model said {expected.Outcome}: {await response.Content.ReadAsStringAsync()}");
        if (expected.Done is not { } done) return;

        drives = after;
        var answer = await response.JsonAsync();
        if (response.StatusCode == HttpStatusCode.Accepted) await EndAsync(step.User, answer.Id());
        if (done.Grant is { } grant) ids.Learn(Kind.Grant, grant, answer.Id());
        if (done.Tag is { } tag) ids.Learn(Kind.Tag, tag, answer.Id());
        if (done is { Version: { } version, Item: null }) ids.Learn(Kind.Version, version, answer.Id());
        if (done.Deduplicated is { } known && answer.GetProperty("deduplicated").GetBoolean() != known) Fail($"deduplicated should be {known}");
        if (done.Item is not null) await ShowAsync(step.User, done, answer);
        drives.EndPurges();
    }

    /// <param name="Done">Null: it is refused.</param>
    private readonly record struct Trial(string Outcome, Done? Done);

    private static Trial Try(Drives drives, Step step)
    {
        try
        {
            var done = step.Do(drives);
            return new($"{done.Status}", done);
        }
        catch (Refused refused)
        {
            return new(refused.Message, null);
        }
    }

    private Task<HttpResponseMessage> SendAsync(int user, Request asked)
    {
        HttpContent? content = asked.Body switch { null => null, byte[] bytes => new ByteArrayContent(bytes), var body => JsonContent.Create(body) };
        return users[user].SendAsync(asked.Method, asked.Path, content, null);
    }

    private static async Task<string> OutcomeAsync(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? $"{(int)response.StatusCode}" : $"{(int)response.StatusCode} {(await response.JsonAsync()).Text("code")}";

    private async Task EndAsync(int user, long job)
    {
        var ended = await users[user].EndOfJobAsync(job);
        if (ended.Text("state") != "succeeded" || ended.Errors().Count > 0) Fail($"A job ended so: {ended}");
    }
}
