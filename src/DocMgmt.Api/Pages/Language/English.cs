using DocMgmt.Drive.Files;
namespace DocMgmt.Api.Pages.Language;

/// <summary>The language of whoever asks for none that is here.</summary>
internal static class English
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static Words Words { get; } = new()
    {
        Tag = "en",
        SkipToContent = "Skip to content",
        Footer = "This server runs DocMgmt.",
        AvailableUntil = "Available until",
        Qr = "Open on another device",
        QrHint = "Point a phone’s camera at the code, or copy the address.",
        QrPassword = "The password will be asked for there, too.",
        QrImage = "QR code of this link’s address",
        CopyAddress = "Copy address",
        Copied = "Copied",
        Address = "Address of this link",

        Download = "Download",
        LookOnly = "The sender lets you look at this, not download it.",
        Changed = "Changed",
        Preview = "Preview",
        PreviewOf = name => $"Preview of {name}",
        OpenPreview = "Open the preview in a tab of its own",
        NoPreview = "There is no preview of files of this kind.",
        ShowPreview = "Show the preview",
        PreviewCounts = "This link ends after a set number of downloads, and a look at the preview counts as one.",
        Kinds = new Dictionary<FileKind, string>
        {
            [FileKind.Folder] = "Folder", [FileKind.Image] = "Picture", [FileKind.Pdf] = "PDF document", [FileKind.Audio] = "Sound", [FileKind.Video] = "Video", [FileKind.Text] = "Text",
            [FileKind.Document] = "Document", [FileKind.Spreadsheet] = "Spreadsheet", [FileKind.Presentation] = "Presentation", [FileKind.Archive] = "Archive", [FileKind.Other] = "File",
        },

        Items = count => count == 1 ? "1 item" : $"{count:#,0} items",
        EmptyFolder = "This folder is empty.",
        DownloadAll = "Download all",
        DownloadAllTar = "or as TAR",
        Name = "Name",
        Size = "Size",
        Path = "Where you are",
        NextPage = "Next page",
        FirstPage = "First page",
        Contents = "What is in this folder",

        PasswordTitle = "This link has a password",
        PasswordText = "Whoever sent you the link can tell it to you. It is needed before anything is shown.",
        Password = "Password",
        PasswordWrong = "That is not the password of this link. Mind capital letters, and try again.",
        Open = "Open",

        DropTitle = name => $"Send files to “{name}”",
        DropText = "They go straight into that folder. You can’t see what is in it, nor can others who have this link see what you send.",
        DropHere = "Drop files here",
        ChooseFile = "Choose a file",
        ChooseFiles = "Choose files",
        Send = "Send",
        SendMore = "Send another file",
        AtMost = size => $"Up to {size} a file.",
        OnlyTypes = types => $"Only: {types}.",
        ReceivedTitle = "Your file has arrived",
        ReceivedText = "It is stored, and you can close this page.",
        Checksum = "SHA-256 of what arrived",
        Sending = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bytes"] = "bytes", ["waiting"] = "Waiting", ["sending"] = "{0} of {1}", ["storing"] = "Storing …", ["done"] = "Arrived", ["cancel"] = "Cancel", ["cancelled"] = "Cancelled", ["retry"] = "Try again",
            ["progress"] = "Progress of {0}", ["all"] = "All files have arrived: {0}.", ["some"] = "{0} arrived, {1} did not.",
            ["folder"] = "Folders can’t be sent. Open the folder and choose its files.",
            ["network"] = "The connection broke. Check whether you are online, then try again.",
            ["content_too_large"] = "This file is larger than this link accepts.",
            ["type_not_allowed"] = "This link doesn’t accept files of this kind.",
            ["quota_exceeded"] = "There is no room for this file. Tell whoever sent you the link.",
            ["storage_full"] = "There is no room for this file. Tell whoever sent you the link.",
            ["link_used_up"] = "This link accepts no more files.",
            ["link_busy"] = "Many files are coming in by this link at the moment. Try again.",
            ["link_expired"] = "This link has expired.",
            ["link_gone"] = "This link doesn’t lead anywhere any more.",
            ["link_password_required"] = "The password is needed again: reload this page.",
            ["other"] = "This file was not accepted: {0}",
        },

        BackToStart = "Back to the start of this link",
        Reference = "Reference",
        TryIn = minutes => minutes == 1 ? "Try again in a minute." : $"Try again in {minutes} minutes.",
        Problems = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["not_found"] = ("Nothing is here", "The address may be incomplete, or what was here may have been taken away or renamed. Compare it with what was sent to you."),
            ["link_gone"] = ("This link doesn’t lead anywhere any more", "What it led to was taken away, or the link was ended. Ask whoever sent it for another one."),
            ["link_expired"] = ("This link has expired", "It was made for a limited time, which is over. Ask whoever sent it for another one."),
            ["link_used_up"] = ("This link is used up", "It was made for a limited number of uses, which have all been taken. Ask whoever sent it for another one."),
            ["too_many_attempts"] = ("Too many attempts", "For safety’s sake there is a pause after several failures."),
            ["download_not_allowed"] = ("This can’t be downloaded", "The sender lets you look at it only."),
            ["link_takes_files_only"] = ("This link is for sending files only", "You can send files with it, but not see what is there."),
            ["link_takes_no_files"] = ("This link accepts no files", "You can look at things with it, but not send any."),
            ["no_preview"] = ("There is no preview of this file", "Files of this kind can only be downloaded."),
            ["no_content"] = ("This file has no content yet", "It is still being uploaded. Try again later."),
            ["content_too_large"] = ("This file is too large", "It is larger than this link accepts."),
            ["type_not_allowed"] = ("Files of this kind are not accepted", "The link was made for other kinds of files."),
            ["quota_exceeded"] = ("There is no room for this file", "Tell whoever sent you the link."),
            ["storage_full"] = ("There is no room for this file", "Tell whoever sent you the link."),
            ["link_busy"] = ("This link is busy", "Many files are coming in by it at the moment. Try again in a minute."),
            ["4xx"] = ("That can’t be done", "Something in the address or in the form is not right."),
            ["5xx"] = ("This doesn’t work at the moment", "It is not your fault. Please try again later."),
        },

        HomeTitle = "This is a DocMgmt server",
        HomeText = "It keeps documents for the people who have an account here, and shows others what they share by links.",
        HomeVisitorTitle = "You were sent a link?",
        HomeVisitorText = "Open it exactly as it was sent to you. Its address has a long key at its end, and nothing is found without it.",
        HomeDeveloperTitle = "You have an account, or write a program?",
        HomeDeveloperText = "Everything here is reached by a documented interface.",
        HomeDocs = "API documentation",
        HomeOpenApi = "OpenAPI description",

        Byte = "byte",
        ManyBytes = "bytes",
        DecimalPoint = ".",
        Time = t => $"{t.Day} {Months[t.Month - 1]} {t.Year}, {t:HH:mm} UTC",
        Date = t => $"{t.Day} {Months[t.Month - 1]} {t.Year}",
    };
}
