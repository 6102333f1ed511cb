using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mmhs.Portal.Tests.Access;

/// <summary>What the portal writes to its log from warnings on, each with its exception.</summary>
internal sealed class Written : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Book(categoryName, lines);

    public void Dispose()
    {
        // holds nothing
    }

    private sealed class Book(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{category}: {formatter(state, exception)}{exception}");
        }
    }
}
