using System.Net;
using DocMgmt.Api.Redis;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Users;
using Npgsql;
using StackExchange.Redis;

namespace DocMgmt.Api.Hosting;

/// <summary>Reads single settings out of the configuration, and remembers which ones there are.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when it is not set or empty.</summary>
    public string? Text(string key, int minLength = 0, int maxLength = int.MaxValue)
    {
        known.Add(key);
        var text = configuration[key];
        if (string.IsNullOrWhiteSpace(text)) return null;
        return text.Length < minLength ? throw Wrong(key, $"takes at least {minLength} characters")
            : text.Length > maxLength ? throw Wrong(key, $"takes at most {maxLength} characters")
            : text;
    }

    public long Number(string key, long otherwise, long least, long most)
    {
        if (Text(key) is not { } text) return otherwise;
        return long.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, $"takes a whole number from {least} to {most}, not '{text}'");
    }

    /// <summary>False when it is not set.</summary>
    public bool Flag(string key) => Text(key) is { } text && (bool.TryParse(text, out var flag) ? flag : throw Wrong(key, $"takes true or false, not '{text}'"));

    public T OneOf<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (Text(key) is not { } text) return otherwise;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw Wrong(key, $"takes {string.Join(" or ", Enum.GetNames<T>())}, not '{text}'");
    }

    public string Email(string key, string otherwise)
    {
        var text = Text(key) ?? otherwise;
        return UserRules.IsEmail(text) ? text : throw Wrong(key, $"takes an e-mail address such as admin@example.com, not '{text}'");
    }

    /// <summary>Absolute. It need not be there yet.</summary>
    public string Folder(string key, string otherwise)
    {
        var folder = Path.GetFullPath(Text(key) ?? otherwise);
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path)) throw Wrong(key, $"takes a folder, and {path} is none");
        }

        return folder;
    }

    public Uri? Url(string key)
    {
        if (Text(key) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw Wrong(key, $"takes an address such as https://docs.example.com, not '{text}'");
    }

    /// <summary>Where to listen: ASP.NET Core's own setting, judged here because it would end the start with a stack trace.</summary>
    public void ListenAddresses()
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new SettingsException($"ASPNETCORE_URLS takes addresses such as http://127.0.0.1:8080, not '{url}'.");
            }
        }
    }

    /// <summary>Written as a list (<c>…:0</c>, <c>…:1</c>) or with commas.</summary>
    public IReadOnlyList<string> MimeTypes(string key)
    {
        known.Add(key);
        var items = configuration.GetSection(key).GetChildren().Select(c => c.Value ?? "").ToList();
        if (items.Count == 0) items = [.. (Text(key) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var wrong = items.Find(i => !MimeType.IsValid(i.EndsWith("/*", StringComparison.Ordinal) ? i[..^1] + "x" : i));
        return wrong is null ? items : throw Wrong(key, $"takes MIME types such as application/pdf or image/*, not '{wrong}'");
    }

    /// <summary>Addresses and networks (<c>10.0.0.7</c>, <c>10.0.0.0/8</c>), with commas.</summary>
    public IReadOnlyList<IPNetwork> Networks(string key)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in (Text(key) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text, out var address)) networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else throw Wrong(key, $"takes addresses and networks such as 10.0.0.7 or 10.0.0.0/8, not '{text}'");
        }

        return networks;
    }

    public string? ConnectionString(string key)
    {
        if (Text(key) is not { } text) return null;
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            return parsed.Host is null ? throw Wrong(key, "names no Host") : parsed.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw Wrong(key, $"is no connection string for PostgreSQL: {e.Message}");
        }
    }

    /// <summary>What StackExchange.Redis takes: <c>host:port,password=…,ssl=true</c>.</summary>
    public ConfigurationOptions? RedisOptions(string key)
    {
        if (Text(key) is not { } text) return null;
        try
        {
            return RedisLink.Options(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Wrong(key, "takes a Redis server such as redis.example.com:6379,password=…,ssl=true, with what StackExchange.Redis knows, and no comma in the password"); // and repeats none of it
        }
    }

    /// <summary>Refuses misspelt settings: those in a section of ours that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var section in known.Select(k => k.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var unknown = Values(configuration.GetSection(section)).FirstOrDefault(path => !known.Contains(path));
            if (unknown is not null) throw Wrong(unknown, $"is no setting; there are {string.Join(", ", known.Where(k => k.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)).Select(Name))}");
        }
    }

    /// <summary>The paths of what is set below a section; a list that is known has paths below it that are its own.</summary>
    private IEnumerable<string> Values(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        !known.Contains(child.Path) && child.GetChildren().Any() ? Values(child) : [child.Path]);

    public static SettingsException Wrong(string key, string complaint) => new($"{Name(key)} {complaint}.");

    /// <summary>As in the environment.</summary>
    private static string Name(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
