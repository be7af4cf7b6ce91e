using System.Diagnostics;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

public class FuzzTests(Api api, ITestOutputHelper output)
{
    private const int Requests = 1_800;
    private static readonly int[] Seeds = [1, 2, 3];

    /// <summary>The same requests each time; <c>./fuzz.sh</c> sends others and more.</summary>
    [Fact]
    public async Task Whatever_is_sent_is_answered_as_described()
    {
        await using var service = await api.StartAsync("Auth__Registration=Open");
        var description = await ApiDescription.OfAsync(service.Address);
        var fuzzers = (Given("FUZZ_SEED") is { } seed ? [seed] : Seeds).Select(s => new Fuzzer(service, description, s)).ToList();
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(fuzzers.Select(f => f.RunAsync(Given("FUZZ_REQUESTS") ?? Requests)));

        var answers = fuzzers.SelectMany(f => f.Answers).GroupBy(a => a.Key, a => a.Value).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, Count: g.Sum())).ToList();
        output.WriteLine($"{answers.Sum(a => a.Count)} requests in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        foreach (var (answer, count) in answers) output.WriteLine($"{count,6} {answer}");
        Assert.True(fuzzers.TrueForAll(f => f.Faults.Count == 0), string.Join("\n\n", fuzzers.SelectMany(f => f.Faults).Select(f => $"{f.Key}\n{f.Value}")));
        Assert.Empty(service.Errors.Lines);
        // Requests that all fail early would find nothing. Few operations are so rare that chance alone may miss them.
        var missed = description.Operations.Where(o => !answers.Exists(a => a.Key.StartsWith($"{o.Id} 2", StringComparison.Ordinal))).ToList();
        Assert.InRange(missed.Count, 0, description.Operations.Count / 10);
        foreach (var operation in missed)
            Assert.True(await fuzzers[0].ReachAsync(operation), $"{operation} was never answered with success");
        Assert.Empty(fuzzers[0].Faults);
    }

    [Fact]
    public async Task A_service_that_fails_is_noticed()
    {
        await using var service = await api.StartAsync("Auth__Registration=Open");
        await service.ExecuteAsync("ALTER TABLE uploads RENAME TO lost");
        var fuzzer = new Fuzzer(service, await ApiDescription.OfAsync(service.Address), Seeds[0]);

        await fuzzer.RunAsync(300);

        Assert.Contains(fuzzer.Faults.Keys, f => f.EndsWith("Upload: a 500", StringComparison.Ordinal));
    }

    private static int? Given(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : null;
}
