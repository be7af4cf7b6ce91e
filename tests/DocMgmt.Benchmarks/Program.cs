using DocMgmt.Benchmarks;

// DocMgmt.Benchmarks <path of DocMgmt.Api.dll> [name …]
var (host, names) = (args[0], args[1..]);
var figures = new Figures();
var benchmarks = new Dictionary<string, Func<MeasuredService, Task>>(StringComparer.Ordinal)
{
    ["small"] = service => SmallFiles.RunAsync(service.Client),
    ["large"] = service => LargeFile.RunAsync(service.Client),
    ["batch"] = service => ManyChanges.RunAsync(service.Client),
    ["links"] = service => Links.RunAsync(service.Client),
    ["s3"] = service => S3Transfers.RunAsync(service),
    ["redis"] = service => RedisOutage.RunAsync(service, figures),
    ["whale"] = service => Whale.RunAsync(service, figures),
    ["search"] = service => Search.RunAsync(service, figures),
    ["audit"] = service => AuditLog.RunAsync(service, figures),
};
if (names.FirstOrDefault(n => !benchmarks.ContainsKey(n)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there are {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

Console.WriteLine($"load of the machine: {Figures.Load}");
await using var service = await MeasuredService.StartAsync(host);
Console.WriteLine($"start to ready: {service.ColdStart.TotalMilliseconds:n0} ms cold, {service.WarmStart.TotalMilliseconds:n0} ms warm");
foreach (var (name, run) in benchmarks.Where(b => names.Length == 0 || names.Contains(b.Key)))
{
    Console.WriteLine($"== {name}");
    await run(service);
}

Console.WriteLine($"memory of the service: {service.PeakMegabytes:n0} MB at its peak");
if (figures.Missed.Count == 0) return 0;
await Console.Error.WriteLineAsync($"Missed: {string.Join(", ", figures.Missed)}.");
return 2;
