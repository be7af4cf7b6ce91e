using DocMgmt.Drive.Files;
namespace DocMgmt.Api.Pages.Language;

/// <summary>German, in the formal address.</summary>
internal static class German
{
    private static readonly string[] Months = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

    public static Words Words { get; } = new()
    {
        Tag = "de",
        SkipToContent = "Zum Inhalt springen",
        Footer = "Dieser Server läuft mit DocMgmt.",
        AvailableUntil = "Verfügbar bis",
        Qr = "Auf einem anderen Gerät öffnen",
        QrHint = "Richten Sie die Kamera eines Telefons auf den Code, oder kopieren Sie die Adresse.",
        QrPassword = "Auch dort wird nach dem Passwort gefragt.",
        QrImage = "QR-Code mit der Adresse dieses Links",
        CopyAddress = "Adresse kopieren",
        Copied = "Kopiert",
        Address = "Adresse dieses Links",

        Download = "Herunterladen",
        LookOnly = "Sie können das ansehen, aber nicht herunterladen: So ist es vom Absender gewünscht.",
        Changed = "Geändert",
        Preview = "Vorschau",
        PreviewOf = name => $"Vorschau von {name}",
        OpenPreview = "Vorschau in eigenem Tab öffnen",
        NoPreview = "Für Dateien dieser Art gibt es keine Vorschau.",
        ShowPreview = "Vorschau anzeigen",
        PreviewCounts = "Dieser Link endet nach einer bestimmten Zahl von Downloads; ein Blick auf die Vorschau zählt als einer.",
        Kinds = new Dictionary<FileKind, string>
        {
            [FileKind.Folder] = "Ordner", [FileKind.Image] = "Bild", [FileKind.Pdf] = "PDF-Dokument", [FileKind.Audio] = "Audio", [FileKind.Video] = "Video", [FileKind.Text] = "Text",
            [FileKind.Document] = "Dokument", [FileKind.Spreadsheet] = "Tabelle", [FileKind.Presentation] = "Präsentation", [FileKind.Archive] = "Archiv", [FileKind.Other] = "Datei",
        },

        Items = count => count == 1 ? "1 Element" : $"{$"{count:#,0}".Replace(',', '.')} Elemente",
        EmptyFolder = "Dieser Ordner ist leer.",
        DownloadAll = "Alles herunterladen",
        DownloadAllTar = "oder als TAR",
        Name = "Name",
        Size = "Größe",
        Path = "Wo Sie sind",
        NextPage = "Nächste Seite",
        FirstPage = "Erste Seite",
        Contents = "Was in diesem Ordner ist",

        PasswordTitle = "Dieser Link hat ein Passwort",
        PasswordText = "Wer Ihnen den Link geschickt hat, kann es Ihnen sagen. Vorher wird nichts gezeigt.",
        Password = "Passwort",
        PasswordWrong = "Das ist nicht das Passwort dieses Links. Achten Sie auf Groß- und Kleinschreibung, und versuchen Sie es noch einmal.",
        Open = "Öffnen",

        DropTitle = name => $"Dateien an „{name}“ senden",
        DropText = "Die Dateien kommen direkt in diesen Ordner. Sie sehen nicht, was darin ist, und andere mit diesem Link sehen nicht, was Sie senden.",
        DropHere = "Dateien hierher ziehen",
        ChooseFile = "Datei auswählen",
        ChooseFiles = "Dateien auswählen",
        Send = "Senden",
        SendMore = "Noch eine Datei senden",
        AtMost = size => $"Bis zu {size} je Datei.",
        OnlyTypes = types => $"Nur: {types}.",
        ReceivedTitle = "Ihre Datei ist angekommen",
        ReceivedText = "Sie ist gespeichert; Sie können diese Seite schließen.",
        Checksum = "SHA-256 dessen, was ankam",
        Sending = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bytes"] = "Byte", ["waiting"] = "Wartet", ["sending"] = "{0} von {1}", ["storing"] = "Wird gespeichert …", ["done"] = "Angekommen", ["cancel"] = "Abbrechen", ["cancelled"] = "Abgebrochen", ["retry"] = "Noch einmal",
            ["progress"] = "Fortschritt von {0}", ["all"] = "Alle Dateien sind angekommen: {0}.", ["some"] = "{0} angekommen, {1} nicht.",
            ["folder"] = "Ordner können nicht gesendet werden. Öffnen Sie den Ordner, und wählen Sie die Dateien darin aus.",
            ["network"] = "Die Verbindung ist abgebrochen. Prüfen Sie, ob Sie online sind, und versuchen Sie es noch einmal.",
            ["content_too_large"] = "Diese Datei ist größer, als der Link annimmt.",
            ["type_not_allowed"] = "Dateien dieser Art nimmt der Link nicht an.",
            ["quota_exceeded"] = "Für diese Datei ist kein Platz. Sagen Sie dem Absender des Links Bescheid.",
            ["storage_full"] = "Für diese Datei ist kein Platz. Sagen Sie dem Absender des Links Bescheid.",
            ["link_used_up"] = "Der Link nimmt keine Dateien mehr an.",
            ["link_busy"] = "Über diesen Link kommen gerade viele Dateien. Versuchen Sie es noch einmal.",
            ["link_expired"] = "Der Link ist abgelaufen.",
            ["link_gone"] = "Der Link führt nirgendwohin mehr.",
            ["link_password_required"] = "Das Passwort wird wieder gebraucht: Laden Sie diese Seite neu.",
            ["other"] = "Diese Datei wurde nicht angenommen: {0}",
        },

        BackToStart = "Zurück zum Anfang dieses Links",
        Reference = "Kennung",
        TryIn = minutes => minutes == 1 ? "Versuchen Sie es in einer Minute noch einmal." : $"Versuchen Sie es in {minutes} Minuten noch einmal.",
        Problems = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["not_found"] = ("Hier ist nichts", "Vielleicht ist die Adresse unvollständig, oder was hier war, wurde entfernt oder umbenannt. Vergleichen Sie sie mit der, die Ihnen geschickt wurde."),
            ["link_gone"] = ("Dieser Link führt nirgendwohin mehr", "Was er zeigte, wurde entfernt, oder der Link wurde beendet. Bitten Sie den Absender um einen neuen."),
            ["link_expired"] = ("Dieser Link ist abgelaufen", "Er galt für eine begrenzte Zeit, und die ist um. Bitten Sie den Absender um einen neuen."),
            ["link_used_up"] = ("Dieser Link ist aufgebraucht", "Er galt für eine begrenzte Zahl von Abrufen, und die ist erreicht. Bitten Sie den Absender um einen neuen."),
            ["too_many_attempts"] = ("Zu viele Versuche", "Zur Sicherheit gibt es nach mehreren Fehlversuchen eine Pause."),
            ["download_not_allowed"] = ("Das kann nicht heruntergeladen werden", "Der Absender erlaubt nur, es anzusehen."),
            ["link_takes_files_only"] = ("Dieser Link nimmt nur Dateien an", "Mit ihm können Sie Dateien senden, aber nichts von dem sehen, was dort ist."),
            ["link_takes_no_files"] = ("Dieser Link nimmt keine Dateien an", "Mit ihm können Sie etwas ansehen, aber nichts senden."),
            ["no_preview"] = ("Für diese Datei gibt es keine Vorschau", "Dateien dieser Art können nur heruntergeladen werden."),
            ["no_content"] = ("Diese Datei hat noch keinen Inhalt", "Sie wird gerade hochgeladen. Versuchen Sie es später noch einmal."),
            ["content_too_large"] = ("Diese Datei ist zu groß", "Sie ist größer, als der Link annimmt."),
            ["type_not_allowed"] = ("Dateien dieser Art werden nicht angenommen", "Der Link ist für andere Dateien gemacht."),
            ["quota_exceeded"] = ("Für diese Datei ist kein Platz", "Sagen Sie dem Absender des Links Bescheid."),
            ["storage_full"] = ("Für diese Datei ist kein Platz", "Sagen Sie dem Absender des Links Bescheid."),
            ["link_busy"] = ("Über diesen Link kommt gerade viel", "Versuchen Sie es in einer Minute noch einmal."),
            ["4xx"] = ("Das geht so nicht", "In der Adresse oder im Formular stimmt etwas nicht."),
            ["5xx"] = ("Das geht gerade nicht", "Es liegt nicht an Ihnen. Bitte versuchen Sie es später noch einmal."),
        },

        HomeTitle = "Das ist ein DocMgmt-Server",
        HomeText = "Er bewahrt Dokumente für die auf, die hier ein Konto haben, und zeigt anderen, was sie mit Links teilen.",
        HomeVisitorTitle = "Ihnen wurde ein Link geschickt?",
        HomeVisitorText = "Öffnen Sie ihn genau so, wie er Ihnen geschickt wurde. An seinem Ende steht ein langer Schlüssel, ohne den nichts gefunden wird.",
        HomeDeveloperTitle = "Sie haben ein Konto oder schreiben ein Programm?",
        HomeDeveloperText = "Alles hier ist über eine dokumentierte Schnittstelle zu erreichen.",
        HomeDocs = "API-Dokumentation",
        HomeOpenApi = "OpenAPI-Beschreibung",

        Byte = "Byte",
        ManyBytes = "Byte",
        DecimalPoint = ",",
        Time = t => $"{t.Day}. {Months[t.Month - 1]} {t.Year}, {t:HH:mm} UTC",
        Date = t => $"{t.Day}. {Months[t.Month - 1]} {t.Year}",
    };
}
