using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class LocalFolderTests
{
    [Fact]
    public void Is_the_one_that_was_chosen()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(folder.Combine("mine"), LocalFolder.Find("mine", folder.Path).Root);
    }

    [Fact]
    public void Is_in_the_checkout_from_anywhere_inside_it()
    {
        using var checkout = new TemporaryFolder();
        File.WriteAllText(checkout.Combine("ServerlessRetail.sln"), "");
        var inside = Directory.CreateDirectory(checkout.Combine("src", "deep")).FullName;

        Assert.Equal(checkout.Combine(".local"), LocalFolder.Find(chosen: null, inside).Root);
    }

    [Fact]
    public void Is_the_users_own_outside_of_a_checkout()
    {
        using var elsewhere = new TemporaryFolder();

        Assert.Equal("ServerlessRetail", Path.GetFileName(LocalFolder.Find(chosen: null, elsewhere.Path).Root));
    }

    [Fact]
    public void Says_so_when_it_cannot_be_made()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("file"), "");

        var exception = Assert.Throws<StartupException>(new LocalFolder(folder.Combine("file", "below")).Create);

        Assert.Contains("--folder", exception.Message, StringComparison.Ordinal);
    }
}
