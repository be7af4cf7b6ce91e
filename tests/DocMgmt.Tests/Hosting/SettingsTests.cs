using DocMgmt.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace DocMgmt.Tests.Hosting;

public class SettingsTests
{
    private static Settings Read(params string[] settings) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Split('=', 2)[0].Replace("__", ":", StringComparison.Ordinal), (string?)s.Split('=', 2)[1])))
        .Build());

    [Theory]
    [InlineData("Server__PublicUrl=docs.example.com")]
    [InlineData("Server__PublicUrl=ftp://docs.example.com")]
    [InlineData("Server__PublicUrl=/docs")]
    [InlineData("Data__Directory=/dev/null")]
    [InlineData("Data__Directory=/dev/null/below")]
    [InlineData("Blobs__Directory=/dev/null")]
    [InlineData("Blobs__ScrubPerNight=0")]
    [InlineData("ConnectionStrings__Postgres=nonsense")]
    [InlineData("ConnectionStrings__Redis=password=hush")]
    [InlineData("ConnectionStrings__Redis=127.0.0.1,colour=red")]
    [InlineData("ConnectionStrings__Redis=redis://:hush@127.0.0.1:6379")]
    [InlineData("ConnectionStrings__Redis=127.0.0.1,ssl=perhaps")]
    [InlineData("ConnectionStrings__Postgres=Host=a;Colour=red")]
    [InlineData("ConnectionStrings__Postgres=Host=a;Port=many")]
    [InlineData("ConnectionStrings__Postgres=Username=a;Database=b")]
    [InlineData("Admin__Email=nobody")]
    [InlineData("Admin__Email=a b@example.com")]
    [InlineData("Admin__Password=short")]
    [InlineData("Auth__Registration=Perhaps")]
    [InlineData("Auth__Registration=1")]
    [InlineData("Auth__Registration=Open,Closed")]
    [InlineData("Auth__SigningKey=short")]
    [InlineData("Auth__AccessTokenMinutes=0")]
    [InlineData("Auth__AccessTokenMinutes=1441")]
    [InlineData("Auth__AccessTokenMinutes=1.5")]
    [InlineData("Auth__AccessTokenMinutes=an hour")]
    [InlineData("Auth__PasswordIterations=999")]
    [InlineData("Uploads__MaxBytes=-1")]
    [InlineData("Uploads__MaxBytes=1 GB")]
    [InlineData("Uploads__AllowedTypes=pdf")]
    [InlineData("Uploads__AllowedTypes=image/png, */*x y")]
    [InlineData("Users__DefaultQuotaBytes=-1")]
    [InlineData("Users__DefaultQuotaBytes=99999999999999999999")]
    [InlineData("Audit__Reads=Never")]
    public void A_wrong_value_is_refused_by_the_name_of_its_setting(string setting)
    {
        var e = Assert.Throws<SettingsException>(() => Read(setting));

        Assert.StartsWith(setting.Split('=')[0] + " ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auth__Registraton=Open", "Auth__Registration")]
    [InlineData("Uploads__MaxByte=1", "Uploads__MaxBytes")]
    [InlineData("Data__Dir=/tmp", "Data__Directory")]
    [InlineData("ConnectionStrings__Postgresql=Host=a", "ConnectionStrings__Postgres")]
    public void A_misspelt_setting_is_refused_and_those_that_there_are_are_named(string setting, string meant)
    {
        var e = Assert.Throws<SettingsException>(() => Read(setting));

        Assert.StartsWith(setting.Split('=')[0] + " ", e.Message, StringComparison.Ordinal);
        Assert.Contains(meant, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_complaint_does_not_repeat_a_secret()
    {
        var e = Assert.Throws<SettingsException>(() => Read("ConnectionStrings__Postgres=Host=a;Password=hush;Port=many"));

        Assert.DoesNotContain("hush", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", Assert.Throws<SettingsException>(() => Read("ConnectionStrings__Redis=a,password=my,hush=b")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tiny", Assert.Throws<SettingsException>(() => Read("Admin__Password=tiny")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var settings = Read("Auth__Registration=");

        Assert.Null(settings.PublicUrl);
        Assert.Null(settings.Postgres);
        Assert.Equal(settings.DataDirectory, settings.BlobsDirectory);
        Assert.Equal((TimeSpan.FromMinutes(60), 10L << 30), (settings.AccessTokenLife, settings.DefaultQuotaBytes));
        Assert.Equal(10_000, settings.BlobsScrubPerNight);
        Assert.Empty(settings.UploadsAllowedTypes);
    }

    [Fact]
    public void A_list_is_written_with_commas_or_one_by_one()
    {
        Assert.Equal(["image/*", "text/plain"], Read("Uploads__AllowedTypes=image/*, text/plain").UploadsAllowedTypes);
        Assert.Equal(["image/*", "text/plain"], Read("Uploads__AllowedTypes__0=image/*", "Uploads__AllowedTypes__1=text/plain").UploadsAllowedTypes);
    }
}
