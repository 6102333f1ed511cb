using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Mmhs.House.Tests;

/// <summary>Knowledge points one way (style §1, design §2).</summary>
public sealed class ArrowTests
{
    [Fact]
    public void Projects_know_only_what_their_room_may_know() =>
        House.IsClean(
            Repository
                .Files("src", ".csproj")
                .Concat(Repository.Files("migrations", ".csproj"))
                .SelectMany(file =>
                    ProjectOffences(Path.GetFileNameWithoutExtension(file), XDocument.Parse(Repository.Read(file)))
                )
        );

    [Fact]
    public void Every_room_of_the_table_is_there() =>
        Assert.Equal(
            Rooms.MayKnow.Keys.Order(),
            Repository
                .Files("src", ".csproj")
                .Concat(Repository.Files("migrations", ".csproj"))
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order()
        );

    [Fact]
    public void Assemblies_know_only_what_their_room_may_know() =>
        House.IsClean(
            Rooms.MayKnow.Keys.SelectMany(room =>
                AssemblyOffences(
                    room,
                    Assembly.Load(Rooms.AssemblyOf(room)).GetReferencedAssemblies().Select(reference => reference.Name!)
                )
            )
        );

    [Fact]
    public void Messages_does_no_input_or_output_and_has_no_clock() => House.IsClean(ImpureTypes(Assembly.Load(Rooms.Messages)));

    [Theory]
    [InlineData(
        Rooms.Wire,
        """<Project><ItemGroup><ProjectReference Include="../Mmhs.Records/Mmhs.Records.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData(
        Rooms.Records,
        """<Project><ItemGroup><ProjectReference Include="../Mmhs.Wire/Mmhs.Wire.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData(
        Rooms.Relay,
        """<Project><ItemGroup><ProjectReference Include="..\Mmhs.Portal\Mmhs.Portal.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData(Rooms.Messages, """<Project><ItemGroup><PackageReference Include="MimeKit" /></ItemGroup></Project>""")]
    [InlineData(
        Rooms.Messages,
        """<Project><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>"""
    )]
    [InlineData(
        Rooms.SigningClient,
        """<Project><ItemGroup><ProjectReference Include="../Mmhs.Wire/Mmhs.Wire.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData(Rooms.SigningClient, """<Project><ItemGroup><PackageReference Include="MimeKit" /></ItemGroup></Project>""")]
    [InlineData(
        Rooms.Relay,
        """<Project><ItemGroup><ProjectReference Include="../Mmhs.Signing/Mmhs.Signing.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData(
        Rooms.Hosting,
        """<Project><ItemGroup><ProjectReference Include="../Mmhs.Records/Mmhs.Records.csproj" /></ItemGroup></Project>"""
    )]
    [InlineData("Mmhs.Utilities", "<Project />")]
    public void A_planted_project_turns_it_red(string room, string project) =>
        Assert.NotEmpty(ProjectOffences(room, XDocument.Parse(project)));

    [Theory]
    [InlineData(Rooms.Wire, "Mmhs.Records")]
    [InlineData(Rooms.Signing, "Mmhs.Portal")]
    [InlineData(Rooms.SigningClient, "Mmhs.Signing")]
    [InlineData(Rooms.Cli, "Mmhs.Signing")]
    [InlineData(Rooms.Hosting, "Mmhs.Records")]
    [InlineData(Rooms.Hosting, "Mmhs.Signing.Client")]
    [InlineData(Rooms.Hosting, "Mmhs.Portal")]
    [InlineData(Rooms.Records, "MimeKit")]
    [InlineData(Rooms.Wire, "Microsoft.EntityFrameworkCore")]
    [InlineData(Rooms.Messages, "Microsoft.Extensions.Logging.Abstractions")]
    public void A_planted_assembly_reference_turns_it_red(string room, string reference) =>
        Assert.NotEmpty(AssemblyOffences(room, [reference]));

    [Fact]
    public void A_planted_reader_of_files_turns_it_red() =>
        Assert.Contains("System.IO.File", ImpureTypes(typeof(ArrowTests).Assembly));

    private static IEnumerable<string> ProjectOffences(string room, XDocument project)
    {
        if (!Rooms.MayKnow.TryGetValue(room, out var known))
            return [$"{room} is no room of design §2."];
        var references = project
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        var strangers = references
            .Where(reference => !known.Contains(reference))
            .Select(reference => $"{room} references {reference}.");
        return room is Rooms.Messages or Rooms.SigningClient
            ? strangers.Concat(
                project
                    .Descendants()
                    .Where(item => item.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference")
                    .Select(item => $"{room} references {item.Attribute("Include")?.Value}.")
            )
            : strangers;
    }

    private static IEnumerable<string> AssemblyOffences(string room, IEnumerable<string> references)
    {
        var known = Rooms.MayKnow[room].Select(Rooms.AssemblyOf).ToHashSet();
        return from reference in references
            let ours = reference.StartsWith("Mmhs.", StringComparison.Ordinal) || reference == "mmhs"
            where
                (ours && !known.Contains(reference))
                || (room == Rooms.Messages && !reference.StartsWith("System.", StringComparison.Ordinal))
                || (room == Rooms.Records && reference is "MimeKit" or "MailKit" or "BouncyCastle.Cryptography")
                || (
                    room is Rooms.Wire or Rooms.Signing
                    && (reference.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || reference == "Npgsql")
                )
            select $"{room} references {reference}.";
    }

    private static IEnumerable<string> ImpureTypes(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.TypeReferences
            let type = metadata.GetTypeReference(handle)
            let space = metadata.GetString(type.Namespace)
            let name = $"{space}.{metadata.GetString(type.Name)}"
            where
                space is "System.IO" or "System.Net.Sockets" or "System.Net.Http" or "System.Data" or "System.Diagnostics.Process"
                || name is "System.TimeProvider" or "System.Console" or "System.Diagnostics.Stopwatch" or "System.Random"
            select name,
        ];
    }
}
