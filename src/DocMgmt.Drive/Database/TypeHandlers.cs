using System.Data;
using System.Text.Json;
using Dapper;
using DocMgmt.Blobs;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Drive.Database;

/// <summary>What Dapper has to be told of: registered once, by <see cref="DriveServices"/>.</summary>
internal static class TypeHandlers
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Sha256());
        SqlMapper.AddTypeHandler(new Texts());
        SqlMapper.AddTypeHandler(new Counts());
    }

    /// <summary>A SHA-256 as <c>bytea</c>.</summary>
    private sealed class Sha256 : SqlMapper.TypeHandler<Sha256Hash>
    {
        public override Sha256Hash Parse(object value) => new((byte[])value);
        public override void SetValue(IDbDataParameter parameter, Sha256Hash value) => parameter.Value = value.Bytes;
    }

    /// <summary>A list of texts as <c>text[]</c>.</summary>
    private sealed class Texts : SqlMapper.TypeHandler<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string> Parse(object value) => (string[])value;
        public override void SetValue(IDbDataParameter parameter, IReadOnlyList<string>? value) => parameter.Value = value?.ToArray();
    }

    /// <summary>Numbers by name as <c>jsonb</c>.</summary>
    private sealed class Counts : SqlMapper.TypeHandler<IReadOnlyDictionary<string, long>>
    {
        public override IReadOnlyDictionary<string, long> Parse(object value) => JsonSerializer.Deserialize<Dictionary<string, long>>((string)value)!;

        public override void SetValue(IDbDataParameter parameter, IReadOnlyDictionary<string, long>? value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
            parameter.Value = JsonSerializer.Serialize(value);
        }
    }
}
