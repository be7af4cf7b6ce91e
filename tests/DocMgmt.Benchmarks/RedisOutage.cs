using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Benchmarks;

/// <summary>Sign-ins by eight connections while Redis is frozen and thawed, killed and started again: how long they take, and when it is used again.</summary>
internal static class RedisOutage
{
    private const int Connections = 8, Rounds = 3, Port = 27_250;
    private const double LongestWait = 300, LongestReturn = 2_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);
    private static readonly string[] Settings = [$"ConnectionStrings__Redis=127.0.0.1:{Port}", "Auth__PasswordIterations=1000"];

    public static async Task RunAsync(MeasuredService other, Figures figures)
    {
        using var redis = new Server();
        await redis.StartAsync();
        await using var service = await other.StartAnotherAsync(Settings);
        await ReturnsAsync(service);
        var (calm, away, back) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var frozen in new[] { true, false })
            {
                calm.Add(await LongestAsync(service, () => Task.CompletedTask));
                away.Add(await LongestAsync(service, () => frozen ? redis.SignalAsync("STOP") : redis.EndAsync()));
                var begun = Stopwatch.GetTimestamp();
                if (frozen) await redis.SignalAsync("CONT");
                else begun = await redis.StartAsync();
                await ReturnsAsync(service);
                back.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        figures.Median("the slowest of the sign-ins in 3 s, Redis there", calm);
        figures.Median("the slowest in the 3 s in which it goes away", away);
        figures.Percentile95("so much longer", [.. away.Zip(calm, (a, c) => a - c)], LongestWait);
        figures.Percentile95("until it is used again", back, LongestReturn);
    }

    /// <summary>Milliseconds of the slowest; something happens after a second. All must succeed.</summary>
    private static async Task<double> LongestAsync(MeasuredService service, Func<Task> happens)
    {
        var (begun, slowest) = (Stopwatch.GetTimestamp(), 0.0);
        var gate = new Lock();
        var load = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < Length)
            {
                var one = Stopwatch.GetTimestamp();
                await service.LogInAsync();
                lock (gate) slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }
        })));
        await Task.Delay(TimeSpan.FromSeconds(1));
        await happens();
        await load;
        return slowest;
    }

    private static async Task ReturnsAsync(MeasuredService service)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await AnswersAsync(service); await Task.Delay(10))
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(30)) throw new InvalidOperationException("Redis is not used.");
        }
    }

    private static async Task<bool> AnswersAsync(MeasuredService service) =>
        (await service.Client.Http.GetFromJsonAsync<JsonElement>(new Uri("/health", UriKind.Relative))).GetProperty("checks").GetProperty("redis").GetProperty("status").GetString() == "ok";

    /// <summary>A Redis by <c>scripts/redis.sh</c>.</summary>
    private sealed class Server : IDisposable
    {
        private Process? script;
        private int pid;

        /// <summary>Answers when it served.</summary>
        public async Task<long> StartAsync()
        {
            script = Process.Start(new ProcessStartInfo(Path.GetFullPath("scripts/redis.sh"), [$"{Port}"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var said = await script.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Redis does not start: ./bench.sh installs Debian's.");
            pid = int.Parse(said.Split(' ')[0], CultureInfo.InvariantCulture);
            return Stopwatch.GetTimestamp();
        }

        public async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
            await kill.WaitForExitAsync();
        }

        public async Task EndAsync()
        {
            script!.StandardInput.Close();
            await script.WaitForExitAsync();
        }

        public void Dispose()
        {
            script?.StandardInput.Close();
            script?.WaitForExit();
            script?.Dispose();
        }
    }
}
