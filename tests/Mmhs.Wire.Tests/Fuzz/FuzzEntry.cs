using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MimeKit.Utils;
using Mmhs.Testing;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Fuzz;

/// <summary>A door through which octets of strangers come.</summary>
/// <param name="Share">Of all executions of a run.</param>
/// <param name="Seeds">Sound inputs and broken ones, ours and of the corpora where they are there.</param>
/// <param name="Holds">Reads the octets; false when what was read is not what it should be. Whatever it throws is a find.</param>
internal sealed record FuzzEntry(string Name, double Share, Func<ImmutableArray<byte[]>> Seeds, Func<byte[], bool> Holds)
{
    private const int LargestSeed = 8 << 10;

    public static ImmutableArray<FuzzEntry> All { get; } =
    [
        new("header", 0.27, HeaderSeeds, Header),
        new("address", 0.20, AddressSeeds, Address),
        new("date", 0.22, DateSeeds, Date),
        new("dsn", 0.08, () => StatusSeeds("delivery-status"), octets => Report(octets, "delivery-status", "delivery-status")),
        new(
            "mdn",
            0.08,
            () => StatusSeeds("disposition-notification"),
            octets => Report(octets, "disposition-notification", "disposition-notification")
        ),
        new("mime", 0.09, MimeSeeds, Mime),
        new("html", 0.01, HtmlSeeds, Html),
        new("results", 0.03, ResultSeeds, Results),
        new("dkim", 0.03, DkimSeeds, Dkim),
    ];

    public override string ToString() => Name;

    // name ":" body: what is read can be written, and reads back as the same
    private static bool Header(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        var colon = Math.Max(0, text.IndexOf(':', StringComparison.Ordinal));
        var reading = MmhsHeaderReader.Read([new(text[..colon], text[Math.Min(text.Length, colon + 1)..])]);
        var written = MmhsHeaderWriter.Write(reading.Mmhs).AddRange(MmhsHeaderWriter.Write(reading.Interworking));
        var again = MmhsHeaderReader.Read(written);
        return MmhsHeaderWriter.Write(again.Mmhs).AddRange(MmhsHeaderWriter.Write(again.Interworking)).SequenceEqual(written)
            && written.All(field =>
                !field.RawBody[..^2].Replace("\r\n ", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n')
            );
    }

    private static bool Address(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        _ = MimeKit.InternetAddressList.TryParse(octets, out _);
        return FieldText.Unfold(text) is not { } body
            || AddressText.Read(body, groups: true) is not { } read
            || read.All(one =>
                AddressText.Read(AddressText.Write(one), groups: false) is [{ } back] && back.Address == one.Address
            );
    }

    private static bool Date(byte[] octets)
    {
        _ = DateUtils.TryParse(octets, out _);
        return DateTimeText.Read(Encoding.Latin1.GetString(octets)) is not { } at
            || DateTimeText.Read(DateTimeText.Write(at)) == at;
    }

    private static bool Report(byte[] octets, string type, string part)
    {
        byte[] message =
        [
            .. Encoding.ASCII.GetBytes(
                $"From: a@example.org\r\nContent-Type: multipart/report; report-type={type}; boundary=\"=_fuzz\"\r\n\r\n--=_fuzz\r\n\r\nx\r\n--=_fuzz\r\nContent-Type: message/{part}\r\n\r\n"
            ),
            .. octets,
            .. "\r\n--=_fuzz--\r\n"u8,
        ];
        var reading = MessageReader.Read(message, SampleMessages.Context);
        _ = ReportKeys.Of(reading);
        if (reading.Report is not { } report)
            return true;
        IEnumerable<string?> texts =
        [
            report.OriginalEnvelopeId,
            report.ReportingMta,
            report.ReceivedFromMta,
            report.Gateway,
            report.Disposition?.ReportingUa,
            report.Disposition?.FinalRecipient,
            report.Disposition?.OriginalRecipient,
            report.Disposition?.Gateway,
            .. report.Disposition?.Errors ?? [],
            .. report.Disposition?.Modifiers ?? [],
            .. report.Recipients.SelectMany(recipient =>
                new[]
                {
                    recipient.FinalRecipient,
                    recipient.OriginalRecipient,
                    recipient.DiagnosticCode,
                    recipient.Action,
                    recipient.Status,
                    recipient.RemoteMta,
                    recipient.FinalLogId,
                }
            ),
        ];
        return texts.All(text => text is null || (text.Length > 0 && !text.Any(char.IsControl)));
    }

    private static bool Mime(byte[] octets)
    {
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        _ = ReportKeys.Of(reading);
        _ = ReceiptRequest.FactsOf(reading, false, null);
        _ = JsonSerializer.SerializeToUtf8Bytes(ReadingJson.Of(reading));
        return reading.Parts.Length <= 1000
            && (reading.Subject is null || !reading.Subject.Any(char.IsControl))
            && reading.Problems.All(problem => problem.Code.Length > 0);
    }

    // the body of Authentication-Results, as of the verifier we trust
    private static bool Results(byte[] octets)
    {
        var reading = MessageReader.Read(
            (byte[])[.. "Authentication-Results: "u8, .. octets, .. "\r\nFrom: a@example.org\r\n\r\nx\r\n"u8],
            SampleMessages.Context with
            {
                TrustedVerifiers = ["mx1.example.mil"],
            }
        );
        return reading.Authentication.Length <= 20
            && reading.Authentication.All(one => !$"{one.Method}{one.Result}{one.Domain}{one.Identity}".Any(char.IsControl));
    }

    // whether what is let through is harmless, SafeHtmlTests ask; here only that it comes to an end
    private static bool Html(byte[] octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        _ = MtfText.Find(text);
        return SafeHtml.From(text, _ => null) is not { } safe
            || !safe.Markup.Contains("<script", StringComparison.OrdinalIgnoreCase);
    }

    // as the body of a signature, and as the record of its key
    private static bool Dkim(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        var (signature, bad) = DkimSignature.Read(text);
        var (key, reason) = DkimKey.Read(text, "rsa-sha256");
        var found = DkimCheck
            .ReadAsync(
                (byte[])[.. "DKIM-Signature: "u8, .. octets, .. "\r\nFrom: a@example.org\r\n\r\nx\r\n"u8],
                new OneRecord(),
                1024,
                SampleMessages.At,
                CancellationToken.None
            )
            .AsTask()
            .GetAwaiter()
            .GetResult();
        return (signature is null) != (bad is null)
            && (key is null) != (reason is null)
            && found.All(one =>
                one.Result != DkimResult.Pass
                && !$"{one.Domain}{one.Selector}{one.Algorithm}".Any(c => c is '"' or ';' or ' ' || char.IsControl(c))
            );
    }

    private sealed class OneRecord : IDkimKeys
    {
        public ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken) =>
            new(new DkimKeyAnswer(["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]));
    }

    private static ImmutableArray<byte[]> DkimSeeds() =>
        Octets([
            "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com; i=@football.example.com; q=dns/txt; s=brisbane; t=1528637909; h=from : to : subject; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==",
            "v=1; a=rsa-sha256; d=a.example; s=b.c; h=From;\r\n bh=AAAA; l=12; x=9999999999; b=AA\r\n AA",
            "v=DKIM1; k=rsa; t=s:y; h=sha1:sha256; s=email; n=x; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALgSoqXVSEmfcIsOzw7oRuCCOwsmtX/SJnTWxYyj2leFxfS/AVJ+dYfY+hXqMsT7l+MZvvh/R1WzN4MO/kI/7XsCAwEAAQ==",
            "p=; v=DKIM1",
            "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        ]);

    private static ImmutableArray<byte[]> ResultSeeds() =>
        Octets([
            "mx1.example.mil; dkim=pass header.d=north.example header.s=s1 header.b=Abcd1234; smime=pass body.smime-identifier=a@north.example body.smime-part=1",
            "mx1.example.mil 1; none",
            "\"mx1.example.mil\" (the border); dkim=fail reason=\"body hash\" header.i=@north.example; spf/1=softfail smtp.mailfrom=a@b.example",
            "mx1.example.mil;\r\n dkim=policy\r\n policy.dkim-rules=unsigned (a (b) c)",
            "i=1; mx1.example.mil; arc=none",
            "mx1.example.mil; dkim=pass header.d=\"a b\"; auth=pass (cram-md5) smtp.auth=sender@example.net",
        ]);

    private static ImmutableArray<byte[]> HtmlSeeds() =>
        [
            "<table><tr><td style='color:red'>a<img src=cid:x></table>"u8.ToArray(),
            "MSGID/SITREP/3BDE/0042/MAY//\nREF/A/ORDER//\n"u8.ToArray(),
            .. Cases("html/dompurify.json")
                .Select(one => Encoding.UTF8.GetBytes(one.GetProperty("payload").GetString()!))
                .Where(seed => seed.Length <= LargestSeed),
        ];

    private static ImmutableArray<byte[]> HeaderSeeds()
    {
        List<string> seeds =
        [
            "MMHS-Exempted-Address: Staff: a@example.org, B <b@example.org>;",
            "MMHS-Extended-Authorisation-Info: Tue, 14 May 2024 09:41:00 +0000",
            "MMHS-Subject-Indicator-Codes: LAB; LAB12; GEN",
            "MMHS-Handling-Instructions: A; B C",
            "MMHS-Message-Instructions: MINIMIZE CONSIDERED; NO DISTRIBUTION",
            "MMHS-Codress-Message-Indicator: 23",
            "MMHS-Originator-Reference: 3BDE-OPS-24/0042",
            "MMHS-Primary-Precedence: 3 (Immediate)",
            "MMHS-Copy-Precedence: routine",
            "MMHS-Message-Type: 1 (operation); identifier=\"NORTHERN LANTERN\"",
            "MMHS-Other-Recipients-Indicator-To: 33BN COMD (BY COURIER)",
            "MMHS-Other-Recipients-Indicator-CC: A;\r\n B",
            "MMHS-Acp127-Message-Identifier: RXA 12 1400",
            "MMHS-Originator-PLAD: HQ",
            "MMHS-Authorizing-Users: \"Maj B Quist\" <b.quist@bde3.mil.example>",
            "MT-Priority: -4 (x)",
            "Expires: Wed, 15 May 2024 06:00:00 +0000",
            "Expiry-Date: 15 May 24 06:00 EST",
            "Supersedes: <a@example.org>\r\n <b@example.org>",
            "Autoforwarded: TRUE",
            "Incomplete-Copy:",
            "Conversion: Prohibited",
            "Conversion-With-Loss: allowed",
            "Original-Encoded-Information-Types: IA5-Text, 1.2.3",
            "X400-Received: by mta x in /PRMD=y/; converted (IA5-Text, g3-fax); Relayed; Tue, 14 May 24 09:41:07 +0000",
            "DL-Expansion-History: list@example.org ; Tue, 14 May 2024 09:41:07 +0000;",
            "Importance: high",
            "Priority: urgent",
            "Sensitivity: Private",
            "Content-Language: en, nb (x)",
            "Disposition-Notification-To: A <a@example.org>, b@example.org",
            "Disposition-Notification-Options: signed-receipt-protocol=optional,pkcs7-signature; x=required,\"a b\"",
            "Reply-By: 15 May 2024 06:00 GMT",
        ];
        foreach (var file in new[] { "mmhs-headers/rfc6477-examples.json", "mmhs-headers/xsmtp-values.json" })
            seeds.AddRange(
                Cases(file)
                    .Select(one =>
                        one.TryGetProperty("value", out var value)
                            ? $"{one.GetProperty("header")}: {value}"
                            : one.GetProperty("header").GetString()!
                    )
            );
        return Octets(seeds);
    }

    private static ImmutableArray<byte[]> AddressSeeds() =>
        Octets([
            "a@example.org",
            "\"Quist, B. \\\"Bo\\\"\" <b@example.org>",
            "Staff: a@example.org, B <b@example.org>; , c@example.org",
            "J. Q. Public (staff) <j (x) . q @ example . org>",
            "<a@[192.0.2.1]>",
            "=?utf-8?Q?J=C3=BCrgen?= <j@example.org>",
            .. Cases("addresses/isemail.json").Select(one => one.GetProperty("address").GetString()!),
            .. Cases("addresses/header-address.json").Select(one => one.GetProperty("header").GetString()!),
        ]);

    private static ImmutableArray<byte[]> DateSeeds() =>
        Octets([
            "Tue, 14 May 2024 09:41:00 +0000",
            "14 May 24 09:41 EST",
            "Thu, 29 Feb 2024 23:59:60 -1400",
            "1 Jan 1900 00:00 Z (x (y) \\) z)",
            .. Cases("addresses/header-date.json").Select(one => one.GetProperty("header").GetString()!),
        ]);

    private static ImmutableArray<byte[]> StatusSeeds(string part)
    {
        List<byte[]> seeds =
        [
            "Original-Envelope-Id: A+2BB\r\nReporting-MTA: dns; mta.example\r\nArrival-Date: Tue, 14 May 2024 09:41:09 +0000\r\n\r\nOriginal-Recipient: rfc822;a@b.example\r\nFinal-Recipient: utf-8;j\\x{FC}@b.example\r\nAction: failed (x)\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550\r\n no\r\n"u8.ToArray(),
            "Reporting-UA: a; b\r\nMDN-Gateway: x400; g\r\nOriginal-Recipient: rfc822;a@b.example\r\nFinal-Recipient: rfc822;a@b.example\r\nOriginal-Message-ID: <m@b.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed/error, x\r\nError: e\r\n"u8.ToArray(),
        ];
        foreach (var message in Messages("dsn"))
        foreach (var node in PartTree.Of(message).Root?.WithDescendants() ?? [])
        {
            if (node.Entity?.ContentType.IsMimeType("message", part) != true)
                continue;
            using var octets = new MemoryStream();
            PartOctets.CopyTo(node, octets);
            seeds.Add(octets.ToArray());
        }
        if (Corpora.Root is { } root && File.Exists(Path.Combine(root, "dsn", "mdn-bodies.json")))
        {
            using var bodies = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "dsn", "mdn-bodies.json")));
            seeds.AddRange(
                bodies.RootElement.EnumerateArray().Select(one => Encoding.UTF8.GetBytes(one.GetProperty("body").GetString()!))
            );
        }
        return [.. seeds];
    }

    private static ImmutableArray<byte[]> MimeSeeds() =>
        [
            SampleMessages.Build(SampleMessages.Plain).Octets.ToArray(),
            SampleMessages.Build(SampleMessages.Foreign).Octets.ToArray(),
            "From: a@example.org\r\nContent-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\nH4sIAAAAAAAAA0vOzy0oSi0uTk1RKEktLgEAQMbnHA8AAAA=\r\n"u8.ToArray(),
            "From: a@example.org\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n\r\n> a \r\n>> b \r\n-- \r\nx \r\n"u8.ToArray(),
            EncodedPartTests.Part(
                "application/pkcs7-mime",
                EncodedPartTests.Cms("Content-Type: text/plain\r\n\r\nfirst light\r\n"u8.ToArray()),
                "; smime-type=compressed-data"
            ),
            .. Messages("mime"),
            .. Messages("dsn"),
            .. Messages("smime"),
        ];

    private static IEnumerable<byte[]> Messages(string corpus) =>
        Corpora.Root is { } root && Directory.Exists(Path.Combine(root, corpus))
            ? Directory
                .EnumerateFiles(Path.Combine(root, corpus), "*.eml", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Where(file => new FileInfo(file).Length <= LargestSeed)
                .Select(File.ReadAllBytes)
            : [];

    private static List<JsonElement> Cases(string file)
    {
        if (Corpora.Root is not { } root || !File.Exists(Path.Combine(root, file)))
            return [];
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, file)));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    }

    private static ImmutableArray<byte[]> Octets(IEnumerable<string> seeds) =>
        [.. seeds.Select(seed => Encoding.Latin1.GetBytes(string.Concat(seed.Select(c => c > 255 ? '?' : c))))];
}
