using DocMgmt.Drive.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>What lies in a service's store.</summary>
internal static class StoreFolder
{
    /// <summary>Published copies of that content.</summary>
    public static string[] Published(this TestService service, byte[] content)
    {
        service.Settle();
        var hash = TestUser.Sha256(content);
        return service.Store.List($"blobs/{hash[..2]}/{hash}-");
    }

    /// <summary>Staging names of that content.</summary>
    public static string[] Staged(this TestService service, byte[] content)
    {
        service.Settle();
        return service.Store.List($"staging/{TestUser.Sha256(content)}-");
    }

    /// <summary>All staging names and partial files; for services of a test's own. The store makes its folders when it is first used.</summary>
    /// <param name="settle">False in the middle of an upload that is to stay there.</param>
    public static string[] Staging(this TestService service, bool settle = true)
    {
        if (settle) service.Settle();
        return service.Store.List("staging/");
    }

    /// <summary>Waits until what was answered is tidied up.</summary>
    public static void Settle(this TestService service) =>
        Assert.True(SpinWait.SpinUntil(() => service.Services.GetRequiredService<Settlement>().IsIdle, TimeSpan.FromSeconds(10)), "Uploads were not settled.");

    /// <summary>Makes everything that is staged look as if it was last written a day ago.</summary>
    /// <inheritdoc cref="Staging" path="/param"/>
    public static void AgeStaging(this TestService service, bool settle = true)
    {
        if (settle) service.Settle();
        service.Store.Age();
    }

    /// <summary>How many versions refer to that content, and what its blob row says of it; nulls when there is no row.</summary>
    public static async Task<(long Versions, long? RefCount)> ReferencesAsync(this TestService service, byte[] content) =>
        (await service.ScalarAsync<long>("SELECT count(*) FROM versions v JOIN blobs b ON b.id = v.blob_id WHERE b.sha256 = decode($1, 'hex')", TestUser.Sha256(content)),
            await service.ScalarAsync<long?>("SELECT ref_count FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content)));

    /// <summary>What a user's drive says it uses, after checking that it is the sum of its versions.</summary>
    public static async Task<long> UsedBytesAsync(this TestUser user)
    {
        var used = await user.Service.ScalarAsync<long>("SELECT used_bytes FROM drives WHERE owner_id = $1", user.Id);
        Assert.Equal(used, await user.Service.ScalarAsync<long>(
            "SELECT CAST(COALESCE(sum(v.size_bytes), 0) AS bigint) FROM versions v JOIN drives d ON d.id = v.drive_id WHERE d.owner_id = $1", user.Id));
        return used;
    }
}
