using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

internal static class ODataResponses
{
    /// <summary>Checks that it is an error as OData's JSON has it, of that status and code.</summary>
    public static async Task IsODataErrorAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = (await response.JsonAsync()).GetProperty("error");
        Assert.Equal(code, error.Text("code"));
        Assert.NotEmpty(error.Text("message"));
        Assert.True(response.Headers.Contains("OData-Version"), "no OData-Version");
    }
}
