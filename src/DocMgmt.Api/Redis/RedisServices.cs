using DocMgmt.Drive.Users;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace DocMgmt.Api.Redis;

/// <summary>What nodes share by Redis.</summary>
internal static class RedisServices
{
    public static void AddRedis(this IServiceCollection services, ConfigurationOptions options)
    {
        services.TryAddSingleton(RedisPatience.Usual); // tests bring more
        services.AddSingleton(provider => new RedisLink(options, provider.GetRequiredService<RedisPatience>(), provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddSingleton<ISharedAttempts>(provider => new RedisAttempts(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<TimeProvider>()));
    }
}
