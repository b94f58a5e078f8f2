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
