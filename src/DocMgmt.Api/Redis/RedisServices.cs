using DocMgmt.Drive.Users;
using StackExchange.Redis;

namespace DocMgmt.Api.Redis;

/// <summary>What nodes share by Redis.</summary>
internal static class RedisServices
{
    public static void AddRedis(this IServiceCollection services, ConfigurationOptions options)
    {
        services.AddSingleton(provider => new RedisLink(options, provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddSingleton<ISharedAttempts, RedisAttempts>();
    }
}
