using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MimeKit;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Mime;

/// <summary>The labels of the messages that are in a file, told from its octets and never from the type or name it claims.</summary>
/// <remarks>
/// Found: a message with anything before its header (blank lines, a byte order mark, the From line of an mbox, other words), several in an mbox,
/// one encoded in base64 or quoted-printable or written in UTF-16, compressed by gzip, signed; and all of these as parts of one another.
/// Not looked into: archives of several files, and what is encrypted.
/// </remarks>
/// <param name="Labels">Each once; a message without any counts as the context's default label.</param>
/// <param name="IsUnclear">A label is there that cannot be read, or there is more than is looked at.</param>
public sealed record InnerLabels(ImmutableArray<SecurityLabel> Labels, bool IsUnclear)
{
    /// <param name="octets">The file.</param>
    /// <param name="context">What its messages are read against.</param>
    public static InnerLabels Of(ReadOnlyMemory<byte> octets, ReadingContext context)
    {
        var search = new Search(context with { FieldsOnly = true }, Search.AllowanceFor(octets.Length));
        search.File(octets, 0);
        return new([.. search.Labels], search.IsUnclear);
    }

    private sealed class Search(ReadingContext context, long allowance)
    {
        private const int MostDeep = 12;

        private long left = allowance;

        public HashSet<SecurityLabel> Labels { get; } = [];

        public bool IsUnclear { get; private set; }

        /// <summary>Octets that may be read, over every form and level: a few times the file.</summary>
        public static long AllowanceFor(int file) => (16L << 20) + 6L * file;

        public void File(ReadOnlyMemory<byte> octets, int depth)
        {
            if (octets.IsEmpty)
                return;
            if (depth > MostDeep || (left -= octets.Length) < 0)
            {
                IsUnclear = true;
                return;
            }
            var lines = InnerForms.WithLines(octets);
            foreach (var message in InnerForms.Messages(lines))
                Message(message, depth);
            foreach (var field in InnerForms.LabelFields(lines))
                Field(field);
            foreach (var other in InnerForms.Decoded(octets))
                File(other, depth + 1);
        }

        private void Message(ReadOnlyMemory<byte> octets, int depth)
        {
            var reading = MessageReader.Read(octets, context);
            Add(reading);
            var isMessage = !reading.From.IsEmpty && (reading.Date is not null || reading.MessageId is not null);
            if (reading.Labels.IsEmpty && isMessage && context.DefaultLabel is { } assumed)
                Labels.Add(assumed);
            var tree = PartTree.Of(octets);
            if (
                tree.Problems.Any(problem =>
                    problem.Code is ReadingCodes.TooDeep or ReadingCodes.TooManyParts or ReadingCodes.TooLarge
                )
            )
                IsUnclear = true;
            if (tree.Root is { } root)
                Part(root, octets.Length, depth);
        }

        // A leaf may be a file that is a message; a message part is one, and is taken apart by itself. What is the whole again was read already.
        [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the search must go on.")]
        private void Part(PartNode node, int whole, int depth)
        {
            if (node.Message is not null)
            {
                if (node.Octets.IsEmpty && node.Message.Headers.Count > 0)
                    IsUnclear = true;
                File(node.Octets, depth + 1);
                return;
            }
            foreach (var child in node.Children)
                Part(child, whole, depth);
            if (node is not { Entity: MimePart part, Children.Count: 0 })
                return;
            try
            {
                var content = PartOctets.Decode(part);
                if (content.Length < whole)
                    File(content, depth + 1);
            }
            catch (Exception)
            {
                IsUnclear = true;
            }
        }

        private void Field(ReadOnlyMemory<byte> octets) => Add(MessageReader.Read(octets, context));

        private void Add(MessageReading reading)
        {
            foreach (var label in reading.Labels)
                if (label.Label is { } known)
                    Labels.Add(known);
                else
                    IsUnclear = true;
            // also of signatures that cover a part only
            foreach (var signer in reading.Layers.SelectMany(layer => layer.Signers))
                if (signer.Label is { } known)
                    Labels.Add(known);
                else if (signer.LabelProblem is not null)
                    IsUnclear = true;
        }
    }
}
