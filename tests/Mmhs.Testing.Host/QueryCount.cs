using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Mmhs.Testing.Host;

/// <summary>The questions one portal puts to its own database files, from now until it is disposed; other portals beside it do not count.</summary>
public sealed class QueryCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string folder;
    private readonly List<IDisposable> subscriptions = [];
    private readonly List<string> asked = [];

    public QueryCount(RunningPortal portal)
    {
        folder = portal.Folder;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>What was asked so far, as SQL.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (asked)
                return [.. asked];
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not CommandExecutedEventData { Command: { Connection.DataSource: var source } command })
            return;
        if (source.StartsWith(folder, StringComparison.Ordinal))
            lock (asked)
                asked.Add(command.CommandText);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(one => one.Dispose());
}
