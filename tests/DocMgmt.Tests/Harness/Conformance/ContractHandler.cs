namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>Fails a test at an answer that the document does not describe, whatever the test is about.</summary>
internal sealed class ContractHandler(HttpMessageHandler inner, Uri service) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var api = await ApiDescription.OfAsync(service);
        Asked.Add(api.Find(request.Method.Method, request.RequestUri!.AbsolutePath));
        var fault = Contract.Fault(api, request.Method.Method, request.RequestUri.AbsolutePath, await Answer.OfAsync(response),
            selected: request.RequestUri.Query.Contains("$select=", StringComparison.Ordinal));
        Assert.True(fault is null, $"{request.Method} {request.RequestUri.PathAndQuery}: {fault}");
        return response;
    }
}
