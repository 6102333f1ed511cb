using System.Text.Json;

namespace Mmhs.Cli.Tests;

/// <summary>The JSON of <c>mmhs inspect</c> is a contract (design §8): members, order, null where absent, arrays never null.</summary>
public sealed class InspectCommandTests
{
    private static readonly string Policies = Told.Ours("policies");

    [Fact]
    public async Task The_members_are_those_of_the_contract_in_its_order()
    {
        using var sample = new SignedSample();
        var json = (await Told.ByAsync("inspect", sample.Message, "--json", "--policies", Policies)).Json;
        Assert.Equal(
            [
                "messageId",
                "subject",
                "date",
                "from",
                "sender",
                "to",
                "cc",
                "bcc",
                "replyTo",
                "inReplyTo",
                "references",
                "formal",
                "expires",
                "supersedes",
                "contentLanguage",
                "autoForwarded",
                "incompleteCopy",
                "dispositionNotificationTo",
                "mmhs",
                "parts",
                "text",
                "layers",
                "labels",
                "labelsAgree",
                "dkim",
                "report",
                "problems",
            ],
            Names(json)
        );
        Assert.Equal(
            [
                "primaryPrecedence",
                "copyPrecedence",
                "messageType",
                "extendedAuthorisationInfo",
                "subjectIndicatorCodes",
                "messageInstructions",
                "handlingInstructions",
                "exemptedAddresses",
                "codressMessageIndicator",
                "originatorReference",
                "otherRecipientsTo",
                "otherRecipientsCc",
                "acp127MessageIdentifier",
                "originatorPlad",
                "authorizingUsers",
                "mtPriority",
            ],
            Names(json.GetProperty("mmhs"))
        );
        Assert.Equal(
            ["path", "contentType", "charset", "name", "disposition", "size", "sha256"],
            Names(json.GetProperty("parts")[0])
        );
        Assert.Equal(["path", "kind", "status", "reason", "signers"], Names(json.GetProperty("layers")[0]));
        Assert.Equal(
            [
                "identity",
                "email",
                "issuer",
                "serial",
                "digest",
                "algorithm",
                "signingTime",
                "status",
                "chain",
                "reason",
                "signatureType",
                "label",
                "receiptRequested",
            ],
            Names(json.GetProperty("layers")[0].GetProperty("signers")[0])
        );
        Assert.Equal(
            [
                "source",
                "policyId",
                "policy",
                "classification",
                "classificationName",
                "categories",
                "privacyMark",
                "marking",
                "valid",
                "reason",
            ],
            Names(json.GetProperty("labels")[0])
        );
    }

    [Fact]
    public async Task EOS_205b_a_formal_message_is_shown_as_one()
    {
        using var sample = new SignedSample();
        var told = await Told.ByAsync("inspect", sample.Message, "--json", "--policies", Policies, "--trust", sample.Trust);
        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.True(told.Json.GetProperty("formal").GetBoolean());
        Assert.True(told.Json.GetProperty("labelsAgree").GetBoolean());
        Assert.Equal(0, told.Json.GetProperty("dkim").GetArrayLength());
        Assert.Equal(0, told.Json.GetProperty("problems").GetArrayLength());
        var layer = told.Json.GetProperty("layers")[0];
        Assert.Equal(("signed", "valid"), (layer.GetProperty("kind").GetString(), layer.GetProperty("status").GetString()));
        var signer = layer.GetProperty("signers")[0];
        Assert.Equal(
            ("valid", "Northland HQ"),
            (signer.GetProperty("chain").GetString(), signer.GetProperty("identity").GetString())
        );
        Assert.Equal(4, signer.GetProperty("label").GetProperty("classification").GetInt32());
        Assert.StartsWith(
            "label:",
            (await Told.ByAsync("inspect", sample.Message, "--policies", Policies)).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SEC_4_1_2_1_who_trusts_nobody_is_told_that_the_signer_is_not_trusted()
    {
        using var sample = new SignedSample();
        var signer = (await Told.ByAsync("inspect", sample.Message, "--json"))
            .Json.GetProperty("layers")[0]
            .GetProperty("signers")[0];
        Assert.Equal(("valid", "untrusted"), (signer.GetProperty("status").GetString(), signer.GetProperty("chain").GetString()));
    }

    [Theory]
    [InlineData("Desk Officer <desk@elsewhere.example>\"", "desk@elsewhere.example", "HEADER_SYNTAX")]
    [InlineData("desk@elsewhere.example (Desk (Night) Officer", "desk@elsewhere.example", "HEADER_SYNTAX")]
    [InlineData("Desk <desk@elsewhere.example>;", "desk@elsewhere.example", "HEADER_SYNTAX")]
    [InlineData("nobody in particular <>", null, "HEADER_SYNTAX HEADER_MISSING")]
    [InlineData(null, null, "HEADER_MISSING")]
    [InlineData("Desk <desk@elsewhere.example>", "desk@elsewhere.example", "")]
    public async Task A_sender_that_is_slightly_broken_is_shown_and_said(string? from, string? address, string problems)
    {
        var json = await JsonOfAsync($"{(from is null ? "" : $"From: {from}\r\n")}Subject: x\r\n\r\nx\r\n");
        Assert.Equal(
            address,
            json.GetProperty("from").EnumerateArray().Select(one => one.GetProperty("address").GetString()).SingleOrDefault()
        );
        Assert.Equal(
            problems,
            string.Join(
                ' ',
                json.GetProperty("problems")
                    .EnumerateArray()
                    .Where(one => one.GetProperty("where").GetString() == "From")
                    .Select(one => one.GetProperty("code").GetString())
            )
        );
    }

    [Fact]
    public async Task Members_that_are_lists_are_never_null()
    {
        var json = await JsonOfAsync("Subject: nothing else\r\n\r\n");
        foreach (
            var list in (string[])
                [
                    "from",
                    "to",
                    "cc",
                    "bcc",
                    "replyTo",
                    "references",
                    "supersedes",
                    "contentLanguage",
                    "dispositionNotificationTo",
                    "parts",
                    "layers",
                    "labels",
                    "dkim",
                    "problems",
                ]
        )
            Assert.Equal(JsonValueKind.Array, json.GetProperty(list).ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("messageId").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("report").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("labelsAgree").ValueKind);
    }

    [Fact]
    public async Task MUA_5_1_5_a_report_is_told_in_words_and_its_members_are_those_of_the_contract()
    {
        const string Report =
            "From: mta@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            + "Original-Envelope-Id: MM-1\r\nReporting-MTA: dns; mta.example\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n";
        var report = (await JsonOfAsync(Report)).GetProperty("report");
        Assert.Equal(
            ["kind", "originalEnvelopeId", "originalMessageId", "reportingMta", "recipients", "disposition"],
            Names(report)
        );
        Assert.Equal(
            ["originalRecipient", "finalRecipient", "action", "status", "diagnosticCode", "remoteMta"],
            Names(report.GetProperty("recipients")[0])
        );
        Assert.Contains(
            "a@example.org: failed, there is no such mailbox (5.1.1), about MM-1",
            (await Told.ByAsync("inspect", await FileOfAsync(Report))).Output,
            StringComparison.Ordinal
        );

        var receipt = (
            await JsonOfAsync(
                "From: a@example.org\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
                    + "Final-Recipient: rfc822; a@example.org\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
            )
        ).GetProperty("report");
        Assert.Equal("mdn", receipt.GetProperty("kind").GetString());
        Assert.Equal(
            ["mode", "type", "modifiers", "originalRecipient", "finalRecipient"],
            Names(receipt.GetProperty("disposition"))
        );
    }

    [Fact]
    public async Task Every_file_of_others_is_read_and_never_crashes()
    {
        var corpora = Environment.GetEnvironmentVariable("MMHS_CORPORA") is { Length: > 0 } named
            ? named
            : Told.Ours("..", "shared", "corpora");
        if (!Directory.Exists(corpora))
        {
            Assert.Skip("The corpora are not here: set MMHS_CORPORA to their folder.");
            return;
        }
        foreach (
            var file in (string[])
                [
                    .. Directory.EnumerateFiles(Path.Combine(corpora, "mime"), "*.eml", SearchOption.AllDirectories),
                    .. Directory.EnumerateFiles(Path.Combine(corpora, "dsn"), "*.eml", SearchOption.AllDirectories),
                ]
        )
        {
            var told = await Told.ByAsync("inspect", file, "--json");
            Assert.True(told is { Exit: 0, Errors: "" }, $"{file}: {told.Errors}");
            Assert.Equal(JsonValueKind.Object, told.Json.ValueKind);
        }
    }

    [Fact]
    public async Task A_message_does_not_steer_the_terminal()
    {
        var file = await FileOfAsync("Subject: =?utf-8?Q?a=1B[2Jb?=\r\n\r\n\u001b]0;title\u0007text\r\n");
        Assert.DoesNotContain('\u001b', (await Told.ByAsync("inspect", file)).Output);
        File.Delete(file);
    }

    [Fact]
    public async Task An_option_this_release_does_not_use_is_among_the_problems()
    {
        var file = await FileOfAsync("Subject: x\r\n\r\n");
        var told = await Told.ByAsync("inspect", file, "--json", "--crl", "lists");
        Assert.Equal(0, told.Exit);
        Assert.Equal(
            "--crl",
            told.Json.GetProperty("problems")
                .EnumerateArray()
                .Single(problem => problem.GetProperty("code").GetString() == "OPTION_NOT_BUILT")
                .GetProperty("where")
                .GetString()
        );
        File.Delete(file);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("inspect", "no-such-file.eml")]
    [InlineData("inspect", ".")]
    [InlineData("inspect", "a", "b")]
    [InlineData("inspect", "a", "--colour")]
    [InlineData("inspect", "a", "--at", "yesterday")]
    public async Task What_cannot_be_read_exits_2(params string[] typed)
    {
        var told = await Told.ByAsync(typed);
        Assert.Equal(2, told.Exit);
        Assert.NotEmpty(told.Errors);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task No_file_of_the_corpora_ends_it_badly()
    {
        var corpora = Environment.GetEnvironmentVariable("MMHS_CORPORA") is { Length: > 0 } named
            ? named
            : Told.Ours("..", "shared", "corpora");
        if (!Directory.Exists(corpora))
        {
            Assert.Skip("The corpora are not here. Set MMHS_CORPORA to their folder.");
            return;
        }
        var files = Directory
            .EnumerateFiles(corpora, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".eml" or ".msg" or ".mbox" or ".p7m" or ".der" or ".crt")
            .Order()
            .Take(1500)
            .ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var told = await Told.ByAsync("inspect", file, "--json", "--policies", Policies);
            Assert.True(told.Exit == 0, $"{file}: {told.Errors}");
            Assert.Equal(JsonValueKind.Object, told.Json.ValueKind);
        }
    }

    private static async Task<JsonElement> JsonOfAsync(string message)
    {
        var file = await FileOfAsync(message);
        var told = await Told.ByAsync("inspect", file, "--json");
        File.Delete(file);
        return told.Json;
    }

    private static async Task<string> FileOfAsync(string message)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message, TestContext.Current.CancellationToken);
        return file;
    }

    private static string[] Names(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];
}
