# Die Einstellungen eines Kanals.

settings-title = Einstellungen
settings-save = Speichern
settings-cancel = Abbrechen
settings-close = Schließen
settings-intro = Sie gelten für alle in diesem Kanal.
settings-intro-alone = Sie gelten für das, was du und ich einander schreiben.
settings-reserved = Wer mich betreibt, hat Änderungen den Admins vorbehalten. Das gilt hier:
settings-saved = Gespeichert. Das gilt hier jetzt:

settings-not-kept = Ich konnte deine Auswahl nicht speichern. Versuche es in einer Minute noch einmal.

settings-answers = Wer sieht, was { $ask } antwortet
settings-private = Nur wer gefragt hat
settings-public = Alle im Kanal

settings-sources = Wo gesucht wird
settings-sources-hint = Wähle nichts aus, um überall zu suchen.

settings-auto = Links ohne Aufforderung
settings-auto-on = Auf eine Nachricht antworten, wenn sicher ein Beitrag von ihr handelt
settings-auto-hint = Eine Antwort im Thread der Nachricht, mit höchstens zwei Links; um sie zu sehen, muss ich Mitglied sein. Wer das hier ändern darf, kann es dort abstellen.
settings-a-day = Wie viele solche Antworten am Tag, höchstens

settings-unfurls = Vorschau
settings-unfurls-on = Unter einem Link auf einen Beitrag den Absatz zeigen

settings-language = Sprache
settings-language-own = Die Sprache der jeweiligen Person

settings-lacking = { $count ->
    [one] Dafür fehlt mir die Berechtigung { $scopes }. Wer mich betreibt, kann sie hinzufügen und mich neu installieren.
   *[other] Dafür fehlen mir die Berechtigungen { $scopes }. Wer mich betreibt, kann sie hinzufügen und mich neu installieren.
 }

now-private = Was { $ask } antwortet, sieht nur, wer gefragt hat.
now-public = Was { $ask } antwortet, sehen alle im Kanal.
now-everywhere = Ich suche überall.
now-sources = Ich suche in { $sources }.
now-auto-on = { $count ->
    [one] Ich verlinke Beiträge auch ohne Aufforderung, höchstens einmal am Tag.
   *[other] Ich verlinke Beiträge auch ohne Aufforderung, höchstens { $count }-mal am Tag.
 }
now-auto-off = Ich verlinke Beiträge nur, wenn man mich darum bittet.
now-unfurls-on = Unter Links auf Beiträge zeige ich den Absatz.
now-unfurls-off = Unter Links auf Beiträge zeige ich nichts.
now-language = Ich schreibe in dieser Sprache: { $language }.
now-language-own = Ich schreibe in der Sprache derer, denen ich antworte.
