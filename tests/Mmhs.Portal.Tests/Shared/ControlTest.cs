using Bunit;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

/// <summary>A page with nothing on it but the control under test; script calls are recorded and answered with nothing.</summary>
public abstract class ControlTest : BunitContext
{
    protected ControlTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddShared();
    }

    protected static FieldWiring Wiring(string id) => new(id, null, false, false);
}
