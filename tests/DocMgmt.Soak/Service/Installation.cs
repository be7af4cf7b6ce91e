namespace DocMgmt.Soak.Service;

/// <summary>A data folder with the service and the private database that run on it, through their restarts.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>Of the administrator.</summary>
    public const string Password = "soak soak soak soak";

    private Installation(string dataDirectory, IStoreView store, ServiceProcess service) => (DataDirectory, Store, Service, Database) = (dataDirectory, store, service, new(dataDirectory));

    public string DataDirectory { get; }
    public IStoreView Store { get; }
    public ServiceProcess Service { get; private set; }
    public PrivateDatabase Database { get; private set; }

    /// <summary>Of contents in the store, staged ones too.</summary>
    public async Task<long> StoredBytesAsync() => (await Store.ListAsync("blobs/")).Values.Sum() + (await Store.ListAsync("staging/")).Values.Sum();

    public static async Task<Installation> StartAsync(string dataDirectory, IStoreView store) => new(dataDirectory, store, await StartServiceAsync(dataDirectory, store));

    /// <summary>Waits for the service's end.</summary>
    /// <returns>What it logged.</returns>
    public async Task<string> EndedAsync()
    {
        await Service.ExitedAsync();
        var log = await Service.ErrorsAsync();
        Service.Dispose();
        await Database.DisposeAsync();
        return log;
    }

    public async Task RestartAsync()
    {
        Service = await StartServiceAsync(DataDirectory, Store);
        Database = new(DataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (!Service.IsOver) await Service.StopAsync();
        Service.Dispose();
    }

    private static Task<ServiceProcess> StartServiceAsync(string dataDirectory, IStoreView store) => ServiceProcess.Start(dataDirectory,
        [("Admin__Password", Password), ("Auth__PasswordIterations", "1000"), ("Blobs__GraceHours", "0"), .. store.Settings]).ReadyAsync();
}
