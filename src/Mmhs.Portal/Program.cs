using System.Globalization;
using Mmhs.Portal.Hosting;

// Words, numbers and dates are the same everywhere; nothing here depends on where the machine stands.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

if (args is ["--health", ..])
    return await HealthProbe.RunAsync(args, CancellationToken.None);

var app = PortalHost.Build(args);
if (!await Startup.RunAsync(app, CancellationToken.None))
    return 1;
return await Startup.OpenAsync(app, CancellationToken.None) ? 0 : 1;
