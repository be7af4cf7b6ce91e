using DocMgmt.Api.Pages;
using DocMgmt.Api.Pages.Language;

namespace DocMgmt.Tests.Pages;

public class FileKindTests
{
    [Theory]
    [InlineData("image/*", "Picture")]
    [InlineData("image/png", "PNG")]
    [InlineData("application/pdf", "PDF")]
    [InlineData("text/plain", "TXT")]
    [InlineData("text/*", "Text")]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX")]
    [InlineData("application/vnd.oasis.opendocument.spreadsheet", "ODS")]
    [InlineData("application/x-unheard-of", "application/x-unheard-of")]
    public void A_type_that_a_link_takes_is_called_as_people_call_it(string type, string name) => Assert.Equal(name, KindName.Of(type, English.Words));
}
