using System.Text.Json;
using DocMgmt.Api.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DocMgmt.Api.OpenApi;

/// <summary>What a route is, as far as rules about its answers follow from it.</summary>
internal sealed class RouteFacts(ApiDescription description)
{
    private readonly IList<object> metadata = description.ActionDescriptor.EndpointMetadata;

    public string Method => description.HttpMethod!;
    public bool ChangesSomething => !HttpMethods.IsGet(Method) && !HttpMethods.IsHead(Method);
    public bool NeedsToken => !metadata.OfType<IAllowAnonymous>().Any();
    public bool TakesIdempotencyKey => IdempotencyKeys.AreTaken(Method, metadata);

    /// <summary>The type of a JSON body; null without one.</summary>
    public Type? JsonBody => description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body)?.Type;

    /// <summary>Whether the body is a file, or a form with one.</summary>
    public bool TakesBytes => metadata.OfType<IRequestSizeLimitMetadata>().Any();

    /// <summary>Whether its good answer is the content of a file.</summary>
    public ContentAnswered? Content => metadata.OfType<ContentAnswered>().FirstOrDefault();

    /// <summary>What its good answer is, where that is sent as it is made; null: something else.</summary>
    public StreamAnswered? AnswersStream => metadata.OfType<StreamAnswered>().FirstOrDefault();

    /// <summary>Its good answer, where that is one of tus.</summary>
    public TusAnswered? Tus => metadata.OfType<TusAnswered>().FirstOrDefault();

    /// <summary>Whether it finds the link in its address by itself.</summary>
    public bool ReadsLink => metadata.OfType<LinkRead>().Any();

    /// <summary>Which of its answers are pages to browsers.</summary>
    public IEnumerable<PageAnswered> Pages => metadata.OfType<PageAnswered>();

    /// <summary>The headers that its handler reads by itself.</summary>
    public IEnumerable<string> Headers => metadata.OfType<RequestHeaders>().SelectMany(h => h.Names);

    /// <summary>The names of all that clients send: parameters and the fields of a JSON body.</summary>
    public IEnumerable<string> Inputs => description.ParameterDescriptions.Where(p => p.Source != BindingSource.Body).Select(p => p.Name)
        .Concat(JsonBody?.GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)) ?? []);

    /// <summary>The types of the bodies of its good answers, by status.</summary>
    public IEnumerable<(int Status, Type Type)> Successes => description.SupportedResponseTypes.Where(r => r.Type is not null && r.Type != typeof(void))
        .Select(r => (r.StatusCode, r.Type!));

    /// <summary>What the route table says that it refuses.</summary>
    public IEnumerable<Refusals> Refusals => metadata.OfType<Refusals>();
}
