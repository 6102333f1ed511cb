using System.Text.Json;
using Microsoft.Playwright;
using Mmhs.Portal.Demo;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>Passkeys in a journey; the authenticator is Chromium's own virtual one.</summary>
internal static class PasskeyActs
{
    /// <summary>Passkeys are bound to a name, never to a numeric address.</summary>
    public static string NamedAddress(this RunningPortal portal) =>
        portal.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>An authenticator inside the browser that holds passkeys and verifies its owner without asking.</summary>
    public static async Task<Authenticator> TakeAuthenticatorAsync(this Person person)
    {
        var devtools = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await devtools.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        var added = await devtools.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = JsonSerializer.SerializeToElement(
                    new
                    {
                        protocol = "ctap2",
                        transport = "internal",
                        hasResidentKey = true,
                        hasUserVerification = true,
                        isUserVerified = true,
                        automaticPresenceSimulation = true,
                    }
                ),
            }
        );
        return new(devtools, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>The authenticator in a person's browser, opened.</summary>
    public sealed record Authenticator(ICDPSession Devtools, string Id)
    {
        /// <summary>The one passkey in it, with its private key and its counter as it stands.</summary>
        public async Task<JsonElement> CredentialAsync() =>
            (await Devtools.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = Id }))!
                .Value.GetProperty("credentials")
                .EnumerateArray()
                .Single()
                .Clone();

        /// <summary>Puts a passkey in, in place of the same one.</summary>
        public async Task PutAsync(JsonElement credential)
        {
            await Devtools.SendAsync(
                "WebAuthn.removeCredential",
                new() { ["authenticatorId"] = Id, ["credentialId"] = credential.GetProperty("credentialId").GetString()! }
            );
            await Devtools.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = Id, ["credential"] = credential });
        }
    }

    /// <summary>From the open dialog to the row of the new passkey.</summary>
    public static async Task<ILocator> AddPasskeyAsync(this Person person, ILocator dialog, string name)
    {
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByLabel("Your password").FillAsync(DemoWorld.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var row = person.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(name) });
        await Expect(row.GetByRole(AriaRole.Cell, new() { Name = "yes" })).ToBeVisibleAsync(); // the signing service knows it too
        return row;
    }

    /// <summary>The yes at the foot of a dialog, by passkey.</summary>
    public static async Task ProveByPasskeyAsync(this ILocator dialog)
    {
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use passkey" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
    }
}
