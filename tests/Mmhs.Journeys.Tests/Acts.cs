using Microsoft.Playwright;
using Mmhs.Portal.Demo;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A message as its drafter has it in mind: NORTHLAND SECRET, of an operation, for action by 3rd Brigade J3.</summary>
internal sealed record Wording(string Subject, string Text)
{
    public string Precedence { get; init; } = "IMMEDIATE";

    /// <summary>What the message is about; <c>OPO</c> makes it an operation order, which passes three stages.</summary>
    public string Code { get; init; } = "LAB";

    /// <summary>A role of 3rd Brigade that is informed; null: none.</summary>
    public string? Information { get; init; }
}

/// <summary>What people do in the pages again and again, by role and label.</summary>
internal static class Acts
{
    /// <summary>Fills the form of a message that stands open before the drafter.</summary>
    public static async Task WriteAsync(this Person drafter, Wording wording)
    {
        var page = drafter.Page;
        await page.GetByRole(AriaRole.Radio, new() { Name = "NORTHLAND", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "SECRET", Exact = true }).CheckAsync();
        await drafter.AddressAsync("Action addressees", "3rd brigade j3", "J3 Operations");
        await page.GetByRole(AriaRole.Group, new() { Name = "Action precedence" })
            .GetByRole(AriaRole.Radio, new() { Name = wording.Precedence })
            .CheckAsync();
        if (wording.Information is { } informed)
        {
            await drafter.AddressAsync("Information addressees", $"3rd brigade {informed}", informed);
            await page.GetByRole(AriaRole.Group, new() { Name = "Information precedence" })
                .GetByRole(AriaRole.Radio, new() { Name = "ROUTINE" })
                .CheckAsync();
        }
        await page.GetByLabel("Subject", new() { Exact = true }).FillAsync(wording.Subject);
        var codes = page.GetByRole(AriaRole.Textbox, new() { Name = "Subject indicator codes" });
        await codes.FillAsync(wording.Code);
        await codes.PressAsync("Enter");
        await page.GetByLabel("Message type", new() { Exact = true }).SelectOptionAsync("operation");
        await drafter.SayAsync(wording.Text);
    }

    /// <summary>Sets the text of the message that stands open.</summary>
    public static async Task SayAsync(this Person drafter, string text)
    {
        var field = drafter.Page.GetByLabel("Text", new() { Exact = true });
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    public static async Task SendAsync(this Person drafter)
    {
        await drafter.Button("Send to release").ClickAsync();
        await Expect(drafter.Heading("Drafts")).ToBeVisibleAsync();
    }

    /// <summary>Opens a message from the list before the person, once it is there.</summary>
    public static async Task OpenAsync(this Person person, string subject)
    {
        var row = person.Page.GetByRole(AriaRole.Row, new() { NameRegex = new(subject) });
        await Expect(row).ToHaveAttributeAsync("tabindex", new System.Text.RegularExpressions.Regex("^(0|-1)$")); // from then on it hears keys
        await row.PressAsync("Enter");
        await Expect(person.Heading(subject)).ToBeVisibleAsync();
    }

    /// <summary>A dialog that has just been asked for.</summary>
    public static async Task<ILocator> DialogAsync(this Person person, string opener, string title)
    {
        await person.Button(opener).ClickAsync();
        var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = title });
        await Expect(dialog).ToBeVisibleAsync();
        return dialog;
    }

    /// <summary>The yes at the foot of a dialog, by password.</summary>
    public static async Task ProveAsync(this ILocator dialog, string verb)
    {
        await dialog.GetByLabel("Your password, once more").FillAsync(DemoWorld.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
    }

    public static async Task ConcurAsync(this Person reviewer, string stage, string comment = "")
    {
        var dialog = await reviewer.DialogAsync("Concur…", $"Concur at {stage}");
        if (comment.Length > 0)
            await dialog.GetByLabel("Comment").FillAsync(comment);
        await dialog.ProveAsync("Concur");
        await Expect(reviewer.History("Concurred")).ToBeVisibleAsync();
    }

    public static async Task ReleaseAsync(this Person releaser)
    {
        var dialog = await releaser.DialogAsync("Release…", "Release this message");
        await dialog.ProveAsync("Release");
        await Expect(dialog).ToBeHiddenAsync();
    }

    /// <summary>The newest line of the message's history that says so.</summary>
    public static ILocator History(this Person person, string words) =>
        person
            .Page.GetByRole(AriaRole.List, new() { Name = "What was decided" })
            .GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = words })
            .First;
}
