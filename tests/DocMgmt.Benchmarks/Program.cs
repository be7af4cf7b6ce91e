using DocMgmt.Benchmarks;

// DocMgmt.Benchmarks <path of DocMgmt.Api.dll> [name …]
var (host, names) = (args[0], args[1..]);
var benchmarks = new Dictionary<string, Func<Client, Task>>(StringComparer.Ordinal)
{
    ["small"] = SmallFiles.RunAsync,
    ["large"] = LargeFile.RunAsync,
    ["batch"] = ManyChanges.RunAsync,
};
if (names.FirstOrDefault(n => !benchmarks.ContainsKey(n)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there are {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

await using var service = await MeasuredService.StartAsync(host);
Console.WriteLine($"start to ready: {service.ColdStart.TotalMilliseconds:n0} ms cold, {service.WarmStart.TotalMilliseconds:n0} ms warm");
foreach (var (name, run) in benchmarks.Where(b => names.Length == 0 || names.Contains(b.Key)))
{
    Console.WriteLine($"== {name}");
    await run(service.Client);
}

Console.WriteLine($"memory of the service: {service.PeakMegabytes:n0} MB at its peak");
return 0;
