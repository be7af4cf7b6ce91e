using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.WebUtilities;

namespace DocMgmt.Api.Rest;

/// <summary>The file of a form, which must be the form's last part: when it ends, the form does, or its reader is told so before anything is stored.</summary>
internal sealed class LastPart(Stream content, MultipartReader form) : ForwardStream
{
    /// <exception cref="Problem">400: something follows.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0 && await form.ReadNextSectionAsync(cancellationToken) is not null)
            throw Problems.Invalid("file", "A form has one file, which comes last; fields come before it. Send each file in a form of its own.");
        return read;
    }
}
