using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using Mmhs.Messages.Release;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>Every door in a real browser, as a person takes it.</summary>
public sealed class SignInJourney(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_password_after_a_wrong_one()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var drafter = await browser.StrangerAsync(portal.Address, "drafter");
        await drafter.Page.GetByLabel("Name").FillAsync("drafter");
        await drafter.Page.GetByLabel("Password").FillAsync("not the password");
        await drafter.Button("Sign in").ClickAsync();
        await Expect(drafter.Page.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("Name or password is not right. Check both and try again.");
        await drafter.SignInAsync();
        drafter.AssertNoComplaint();
    }

    [Fact]
    public async Task Through_a_provider_and_by_its_cancel_back_to_the_door()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(
            null,
            provider.Settings("--Mmhs:OpenIdConnect:PersonClaim=preferred_username")
        );
        // the portal by name, the provider by number: another site, as it is in earnest
        await using var drafter = await browser.StrangerAsync(portal.NamedAddress(), "drafter");
        provider.IsCalledOff = true;
        await ThroughAsync(drafter);
        await Expect(drafter.Page.GetByText("You called the sign-in off there.")).ToBeVisibleAsync();
        await drafter.LookAsync("sign-in-cancelled");

        provider.IsCalledOff = false;
        await ThroughAsync(drafter);
        await drafter.ArriveAsync();
        await drafter.Page.GotoAsync("/account");
        await Expect(drafter.Page.GetByRole(AriaRole.Cell, new() { Name = "organisation's sign-in" })).ToBeVisibleAsync();
        drafter.AssertNoComplaint();
    }

    [Fact]
    public async Task With_a_card()
    {
        await using var authority = await CardAuthority.StartAsync();
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await authority.TrustIn(folder);
        await using var portal = await RunningPortal.StartAsync(
            folder,
            [
                .. await CardAuthority.HttpsAsync(folder),
                "--Mmhs:ClientCertificates:Enabled=true",
                "--Mmhs:ClientCertificates:Revocation=NoCheck",
            ]
        );
        var card = authority.Card("drafter@hq.northland.example");
        await using var drafter = await browser.StrangerAsync(
            portal.Address,
            "drafter",
            card: card.Export(X509ContentType.Pkcs12)
        );
        await drafter.Button("Sign in with card or certificate").ClickAsync();
        await drafter.ArriveAsync();
        await drafter.Page.GotoAsync("/account");
        await Expect(drafter.Page.GetByRole(AriaRole.Cell, new() { Name = "certificate" })).ToBeVisibleAsync();
        drafter.AssertNoComplaint();
    }

    [Fact]
    public async Task Attack_a_copied_passkey_does_not_come_in_and_the_alarm_is_seen_and_decided_on()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var releaser = await browser.PersonAsync(portal.NamedAddress(), "releaser");
        var devtools = await releaser.TakeAuthenticatorAsync();
        await releaser.Page.GotoAsync("/account");
        await releaser.AddPasskeyAsync(await releaser.DialogAsync("Add a passkey…", "Add a passkey"), "Key on the lanyard");
        var copy = await devtools.CredentialAsync();
        await releaser.Button("Sign out").ClickAsync();
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await releaser.ArriveAsync();
        await releaser.Button("Sign out").ClickAsync();

        await devtools.PutAsync(copy); // as it was before: the copy counts from there
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await Expect(releaser.Page.GetByText("This passkey is set aside")).ToBeVisibleAsync();
        await using var security = await browser.PersonAsync(portal.Address, "security");
        await security.Page.GotoAsync("/break-glass");
        await Expect(security.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("Key on the lanyard") })).ToBeVisibleAsync();
        await security.LookAsync("passkey-alarm");

        await using var admin = await browser.PersonAsync(portal.Address, "admin");
        await admin.Page.GotoAsync("/admin/sessions");
        await admin.ArriveAsync();
        await admin.LookAsync("sessions-passkey-alarm");
        await admin.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Use again: Key on the lanyard") }).ClickAsync();
        await Expect(admin.Page.GetByText("Passkeys set aside")).ToHaveCountAsync(0);
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await releaser.ArriveAsync();
        security.AssertNoComplaint();
        admin.AssertNoComplaint();
    }

    [Fact]
    public async Task An_administrator_ties_an_identity_that_came_and_revokes_a_token()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings());
        await portal
            .Get<Mmhs.Portal.Access.Tokens.TokenDesk>()
            .MakeAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), "C2 system", 30, Token);
        await using var drafter = await browser.StrangerAsync(portal.NamedAddress(), "drafter");
        await ThroughAsync(drafter);
        await Expect(drafter.Page.GetByText("FED-002")).ToBeVisibleAsync();

        await using var admin = await browser.PersonAsync(portal.Address, "admin");
        await admin.Page.GotoAsync("/admin/people");
        await admin.ArriveAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Tie subject-1" }).ClickAsync();
        await admin.Page.Locator("#identity-person").SelectOptionAsync(new SelectOptionValue { Label = "Northland HQ Drafter" });
        await admin.LookAsync("people-identities");
        await admin.Button("Tie the identity").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Untie subject-1 from Northland HQ Drafter" }))
            .ToBeVisibleAsync();
        await ThroughAsync(drafter);
        await drafter.ArriveAsync();

        await admin.Page.GotoAsync("/admin/sessions");
        await admin.ArriveAsync();
        await admin.LookAsync("sessions-tokens");
        await admin
            .Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the token C2 system of Northland HQ Drafter" })
            .ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Revoke the token") })).ToHaveCountAsync(0);
        admin.AssertNoComplaint();
    }

    // The first time portal and provider get to know each other, which takes its time on a busy machine.
    private static Task ThroughAsync(Person person) =>
        person.Link("Sign in with Northland identity").ClickAsync(new() { Timeout = 90_000 });
}
