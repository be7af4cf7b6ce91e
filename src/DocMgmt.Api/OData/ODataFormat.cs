using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using DocMgmt.Api.Hosting;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Pipeline;
using Microsoft.OData.Edm.Csdl;

namespace DocMgmt.Api.OData;

/// <summary>How OData's answers look: JSON with minimal metadata, and the model as XML or JSON.</summary>
internal static class ODataFormat
{
    public const string Root = "/odata";
    public const string Option = "$format";
    private const string JsonType = "application/json", XmlType = "application/xml";

    /// <summary>Who speaks 4.0 only is answered in 4.0, which looks the same here.</summary>
    public static void SayVersion(HttpContext http) => http.Response.Headers["OData-Version"] = http.Request.Headers["OData-MaxVersion"] == "4.0" ? "4.0" : "4.01";

    /// <exception cref="Problem">400: another format was asked for.</exception>
    public static IResult Json(HttpContext http, JsonObject answer)
    {
        if (Format(http) is not (null or JsonType)) throw Problems.QueryInvalid(Option, "This is answered as json only.");
        SayVersion(http);
        return TypedResults.Text(answer.ToJsonString(Rest.Json.Options), $"{JsonType}; odata.metadata=minimal", Encoding.UTF8);
    }

    public static IResult Text(HttpContext http, string answer)
    {
        SayVersion(http);
        return TypedResults.Text(answer);
    }

    /// <summary>The model: XML unless JSON is asked for by $format or, alone, by Accept.</summary>
    /// <exception cref="Problem">400: another format was asked for.</exception>
    public static IResult Metadata(HttpContext http)
    {
        SayVersion(http);
        return (Format(http) ?? Accepted(http)) switch
        {
            XmlType => TypedResults.Text(Xml.Value, XmlType),
            JsonType => TypedResults.Text(JsonSchema.Value, JsonType),
            _ => throw Problems.QueryInvalid(Option, "The model is answered as xml or json."),
        };
    }

    /// <summary>Where what is answered is described.</summary>
    /// <param name="what">Which part of the set.</param>
    public static string Context(HttpContext http, PublicAddress address, IReadOnlySet<string>? select, string what = "")
    {
        var columns = select is null ? "" : $"({string.Join(',', ItemModel.Properties.Where(select.Contains))})";
        return $"{Context(http, address)}#{ItemModel.SetName}{columns}{what}";
    }

    public static string Context(HttpContext http, PublicAddress address) => $"{address.Of(http.Request)}{Root}/$metadata";

    private static string Accepted(HttpContext http) =>
        http.Request.GetTypedHeaders().Accept is { Count: > 0 } accept && accept.All(a => a.MediaType == JsonType) ? JsonType : XmlType;

    private static string? Format(HttpContext http) => ODataOptions.Say(http, Option) is not { } said ? null : said.Split(';')[0].Trim() switch
    {
        "json" => JsonType,
        "xml" => XmlType,
        var other => other,
    };

    private static readonly Lazy<string> Xml = new(() =>
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text)) CsdlWriter.TryWriteCsdl(ItemModel.Model, xml, CsdlTarget.OData, out _);
        return text.ToString();
    });

    private static readonly Lazy<string> JsonSchema = new(() =>
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) CsdlWriter.TryWriteCsdl(ItemModel.Model, json, out _);
        return Encoding.UTF8.GetString(bytes.ToArray());
    });

    private sealed class Utf8Text : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
