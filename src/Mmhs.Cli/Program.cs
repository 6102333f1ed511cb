using System.Text;
using Mmhs.Cli.CommandLine;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await Commands.RunAsync(args, new Surroundings(Console.Out, Console.Error, TimeProvider.System), stop.Token);
