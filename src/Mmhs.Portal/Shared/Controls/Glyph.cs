namespace Mmhs.Portal.Shared.Controls;

/// <summary>The drawings <see cref="Icon"/> knows.</summary>
public enum Glyph
{
    Inbox, Compose, Release, Sent, Track, Watch, Audit, Admin, Draft, Archive, Search, Filter, Refresh, Print, Attachment, Person, Group,
    Lock, Signed, Warning, Clock, Check, Close, Plus, ChevronDown, ChevronRight, ArrowLeft, Reply, Forward, More, Keyboard, Contrast, Flag, Comment, Copy,
}
