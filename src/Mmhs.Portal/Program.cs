using System.Globalization;
using Mmhs.Hosting;
using Mmhs.Portal.Hosting;

// Words, numbers and dates are the same everywhere; nothing here depends on where the machine stands.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

// --health, and the address to ask where it is not the usual one
if (args is ["--health", ..])
    return await HealthProbe.RunAsync(args.ElementAtOrDefault(1) ?? "http://127.0.0.1:5080/health/ready", CancellationToken.None);

var app = PortalHost.Build(args);
if (!await Startup.RunAsync(app, CancellationToken.None))
    return 1;
return await Startup.OpenAsync(app, CancellationToken.None) ? 0 : 1;
