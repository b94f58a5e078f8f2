# Die Startseite, das Fenster zum Suchen und die Vorschläge eines Agenten.

home-welcome = *Frage, und du bekommst den Absatz, in dem es steht*, Wort für Wort, mit Verweisen auf jeden Beitrag, in dem es steht.
home-ask = *{ $ask }* und eine Frage, in jedem Kanal: Die Antwort siehst nur du, bis du sie teilst.
home-mention = *@{ $bot }* und eine Frage, in einem Kanal oder Thread: Die Antwort kommt in den Thread. In einer Direktnachricht genügt die Frage.
home-lesson = *{ $lesson }* zeigt eine Lektion, auf Wunsch zu einem Thema; *{ $lesson } help* sagt, was es sonst kann.
home-link = *Find related posts* im Menü einer Nachricht nennt die Beiträge, die von ihr handeln.
home-example = „{ $question }“

button-home-search = Suchen
button-home-search-spoken = Suchen: ein Fenster für die Beiträge öffnen
button-home-example = Antwort zeigen
button-home-example-spoken = Die Antwort zeigen auf: { $question }

home-saved = Lektionen, die du gemerkt hast
home-saved-none = Noch keine.
home-saved-gone = Diese Lektion steht in keinem Beitrag mehr.
home-saved-more = { $count ->
    [one] Eine weitere: { $lesson } saved
   *[other] { $count } weitere: { $lesson } saved
 }
button-home-show = Zeigen
button-home-show-spoken = Diese Lektion zeigen: { $title }
button-home-remove = Entfernen
button-home-remove-spoken = Entfernen aus den gemerkten Lektionen: { $title }

home-subscriptions = Lektionen, die von selbst kommen
home-subscriptions-none = Keine, die du eingerichtet hast.

home-store = Was du gemerkt und eingerichtet hast, lässt sich gerade nicht lesen.

home-health = Die Beiträge
home-posts = { $posts ->
    [one] { $posts } Beitrag
   *[other] { $posts } Beiträge
 }
home-passages = { $passages ->
    [one] { $passages } Absatz
   *[other] { $passages } Absätze
 }
home-read = { $posts } mit { $passages }, gelesen am { $time } ({ $zone }).
home-read-posts = { $posts }, gelesen am { $time } ({ $zone }).
home-stale = Seither ließen sie sich nicht wieder lesen: { $what }
home-problems = { $count ->
    [one] Ein Problem: { $first }
   *[other] { $count } Probleme, das erste: { $first }
 }

home-can = Was ich hier kann
home-cannot = { $what } (mir fehlt { $scopes })
home-can-line = Möglich: { $what }
home-cannot-line = Nicht möglich: { $what }
can-commands = Befehle und Kurzbefehle beantworten
can-mentions = antworten, wenn ich beim Namen gerufen werde
can-threads = den Thread lesen, in dem ich gerufen werde
can-direct = Direktnachrichten beantworten
can-previews = Verweise auf Beiträge mit einer Vorschau zeigen
can-subscriptions = Lektionen von selbst schicken
can-unasked = ungefragt auf Beiträge verweisen
can-people = deine Sprache und Zeitzone kennen
can-groups = sehen, wer in welcher Benutzergruppe ist

home-about = Datenschutz und Hilfe
home-privacy = Antworten bewahre ich { $days } Tage auf, damit sie wieder gezeigt werden können, die Worte der Fragen nur so lange, wie ein Gespräch dauert, oder wie es festgelegt hat, wer mich betreibt; was du merkst, bewertest, meldest und einrichtest, bleibt, bis es entfernt wird. In jedem Kanal zeigt dir { $ask } export das alles, und { $ask } forget me löscht es. Von dort, wo ich laufe, geht nichts fort als das, was in Slack gesagt wird.
home-help = *{ $ask } help* sagt, wie eine Frage aussehen kann. Frage bei allem anderen die, die mich betreiben.

home-admin = Für die Verwaltung
home-settings-everyone = Alle dürfen die Einstellungen eines Kanals ändern.
home-settings-admins = { $count ->
    [one] Nur eine Person darf die Einstellungen eines Kanals ändern.
   *[other] Nur { $count } Personen dürfen die Einstellungen eines Kanals ändern.
 }
home-unanswered = { $days ->
    [one] Seit gestern vergeblich gefragt
   *[other] In den letzten { $days } Tagen vergeblich gefragt
 }
home-unanswered-none = Nichts.
home-unanswered-line = { $question } ({ $day })
home-gaps = Lücken, die gemeldet wurden
home-gaps-none = Keine.
home-gap = { $people ->
    [one] { $question } (eine Person)
   *[other] { $question } ({ $people } Personen)
 }
button-home-gap = Schließen
button-home-gap-spoken = Diese Lücke schließen: { $question }

search-title = Suchen
search-label = Deine Frage
search-hint = Auch: "genau diese Wörter", -ohne, tag:testing, author:ann, after:2023, before:2024-06, in:handbook
search-submit = Suchen
search-again = Noch einmal suchen
search-close = Schließen
saved-title = Eine gemerkte Lektion

agent-title = Fragen, auf die die Beiträge antworten
