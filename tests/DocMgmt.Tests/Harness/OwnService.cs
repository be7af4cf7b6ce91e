namespace DocMgmt.Tests.Harness;

/// <summary>
/// A service that the tests of one class have to themselves, one after the other, since to start one takes longer than most tests. Each makes its
/// own users, and leaves nothing that the doctor would find; who puts the clock forward, counts all that there is or breaks something starts another one.
/// </summary>
public sealed class OwnService(Api api) : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await api.StartAsync();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
