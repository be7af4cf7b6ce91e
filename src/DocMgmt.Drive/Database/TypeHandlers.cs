using System.Data;
using Dapper;
using DocMgmt.Blobs;

namespace DocMgmt.Drive.Database;

/// <summary>What Dapper has to be told of: registered once, by <see cref="DriveServices"/>.</summary>
internal static class TypeHandlers
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Sha256());
        SqlMapper.AddTypeHandler(new Texts());
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
}
