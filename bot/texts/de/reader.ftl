# Die Seiten, auf denen die Beiträge zu lesen sind.

reader-skip = Zum Inhalt springen
reader-pages = Seiten
reader-posts = Beiträge
reader-lesson = Lektion
reader-search = Suchen
reader-search-for = Was möchtest du wissen?
reader-search-hint = Eine Frage in eigenen Worten, oder „genaue Worte“, -ohne, tag:, author:, in:, after: und before:.
reader-foot = { $bot } zitiert die Beiträge Wort für Wort und verweist auf jeden, in dem es steht.

reader-count = { $posts ->
    [one] { $posts } Beitrag
   *[other] { $posts } Beiträge
 }
reader-tagged = mit dem Schlagwort „{ $tag }“
reader-in = aus { $source }
reader-all = Alle Beiträge zeigen
reader-tags = Schlagwörter
reader-sources = Quellen
reader-undated = Ohne Datum
reader-older-page = Ältere Beiträge
reader-newer-page = Neuere Beiträge
reader-page = Seite { $page } von { $pages }
reader-none = Solche Beiträge gibt es nicht.

reader-published = Dort lesen, wo er veröffentlicht wurde: { $host }
reader-by = von { $people }
reader-in-this-post = In diesem Beitrag
reader-link-to = Verweis auf diesen Absatz
reader-also-said-in = Steht auch in { $link }
reader-published-again = Noch einmal erschienen
reader-said-before = Ein älterer Beitrag sagt es anders: { $link }
reader-newer = Neuere Beiträge dazu
reader-older = Ältere Beiträge dazu
reader-about = Andere Beiträge dazu
reader-table = Tabelle

reader-gone-title = Diese Seite gibt es nicht
reader-gone = Hier ist keine Seite. Vielleicht ist der Beitrag umgezogen oder wurde herausgenommen. Suche nach dem, was darin steht:
reader-nearest = Vielleicht ist es einer von diesen
reader-more = Weitere Absätze
reader-long = Das sind { $length } Zeichen, und mehr als { $most } gehen nicht. Ein paar Wörter finden mehr als eine ganze Geschichte.

reader-lesson-topic = Thema, wenn du magst
reader-lesson-another = Noch eine Lektion
reader-lesson-today = Die Lektion von heute
reader-lesson-none-on = Keine Lektion handelt von „{ $topic }“. Versuche es mit einem anderen Wort.
reader-newest = Neueste Beiträge
reader-all-posts = Alle Beiträge
reader-feed = Jeden Tag eine Lektion, als Feed
reader-feed-title = Lektionen

sign-in = Anmelden
sign-in-slack = Mit Slack anmelden
sign-in-secret = Das Geheimwort
sign-in-why-slack = Diese Beiträge sind für die Leute eines Workspaces. Slack sagt, wer du bist; mehr wird nicht gefragt.
sign-in-why-secret = Diese Beiträge sind für Leute, die das Geheimwort kennen. Wer dich hierher geschickt hat, weiß es.
sign-in-wrong = Das ist nicht das Geheimwort.
sign-in-wait = { $minutes ->
    [one] Das war zu oft falsch. Versuche es in einer Minute noch einmal.
   *[other] Das war zu oft falsch. Versuche es in { $minutes } Minuten noch einmal.
 }
sign-in-lost = Das hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Bitte versuche es noch einmal.
sign-in-refused = Du hast Slack nicht sagen lassen, wer du bist, also bist du nicht angemeldet.
sign-in-failed = Slack konnte nicht sagen, wer du bist. Bitte versuche es noch einmal.
sign-in-elsewhere = Du hast dich aus einem Workspace angemeldet, der diesen Bot nicht hat. Versuche es aus einem, der ihn hat.
sign-out = Abmelden
