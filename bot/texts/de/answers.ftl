# Antworten, und wie ihre Frage gelesen wurde.

answer-asked = Deine Frage: { $question }
answer-asked-by = { $person } hat gefragt: { $question }
answer-no-word = Darin ist kein Wort, nach dem ich suchen könnte. Nenne, worüber du etwas wissen möchtest.
answer-closest = Kein Absatz beantwortet das unmittelbar; am nächsten kommen diese.
answer-nothing = { $posts ->
    [one] Nichts gefunden in { $posts } Beitrag.
   *[other] Nichts gefunden in { $posts } Beiträgen.
 }
answer-unknown = In keinem Beitrag steht { $words }.
answer-word = „{ $word }“
answer-number = Antwort #{ $id }. { $ask } #{ $id } zeigt sie wieder.
answer-gone = Die Antwort #{ $id } gibt es nicht mehr; Antworten werden { $days } Tage aufbewahrt.
answer-no-more = Mehr dazu gibt es nicht.
answer-more = Mehr zu: { $question }
answer-instead = Statt dessen, was du verworfen hast

also-said = { $count ->
    [one] Steht auch in 1 weiteren Beitrag{ $years }
   *[other] Steht auch in { $count } weiteren Beiträgen{ $years }
 }
also-said-more = { $links } und { $count } weitere
published-again = Noch einmal erschienen: { $links }
said-differently = Ein neuerer Beitrag sagt es anders: { $link }
last-touched = Zuletzt bearbeitet am { $day }
updated = bearbeitet am { $day }
untitled = Ohne Titel

read-searched = Gesucht: { $what }
read-added = Auch gesucht: { $what }
read-mistakes = Nicht verstanden: { $what }
read-exactly = genau { $what }
read-without = ohne { $what }
read-tagged = mit dem Schlagwort { $what }
read-by = von { $what }
read-in = in { $what }
read-after = ab { $what }
read-before = vor { $what }
read-or = oder

mistake-tag = { $typed }: Schreibe ein Schlagwort gleich hinter den Doppelpunkt, etwa tag:testing.
mistake-author = { $typed }: Schreibe einen Namen gleich hinter den Doppelpunkt, etwa author:ann oder author:"Ann Smith".
mistake-in = { $typed }: Schreibe den Namen einer Quelle gleich hinter den Doppelpunkt, etwa in:handbook.
mistake-after = { $typed }: Schreibe ein Jahr, einen Monat oder einen Tag, etwa after:2022 oder after:2022-05-17.
mistake-before = { $typed }: Schreibe ein Jahr, einen Monat oder einen Tag, etwa before:2022 oder before:2022-05-17.
mistake-phrase = { $typed }: Schreibe die gesuchten Wörter zwischen die Anführungszeichen.
mistake-exclusion = { $typed }: Schreibe die Wörter, die fehlen sollen, zwischen die Anführungszeichen.
mistake-words-only = { $typed }: Nur Wörter lassen sich ausschließen, daher zählt das nicht.
mistake-no-date = { $typed }: Dieses Datum gibt es nicht.
mistake-open-quote = { $typed }: Das Anführungszeichen wird nie geschlossen, daher zählt es nicht.
mistake-nothing-sought = { $typed }: Sage auch, was gesucht werden soll, nicht nur, was fehlen soll.
mistake-no-time = { $typed } und { $other }: Nichts kann passen, denn kein Beitrag ist zugleich ab { $from } und vor { $until } erschienen.

someone = Jemand

button-more = Mehr
button-more-spoken = Mehr Absätze dazu zeigen
button-why = Warum das?
button-why-spoken = Warum das? Zeigen, warum diese Absätze gefunden wurden
button-share = Teilen
button-share-spoken = Diese Antwort mit allen im Kanal teilen
button-not-this = Nicht das
button-not-this-spoken = Nicht das: mir stattdessen den nächstbesten Absatz zeigen
button-gap = Als Lücke melden
button-gap-spoken = Als Lücke melden, an die, die die Beiträge pflegen
button-helpful = Hilfreich
button-helpful-spoken = Hilfreich: diese Antwort so bewerten
button-not-helpful = Nicht hilfreich
button-not-helpful-spoken = Nicht hilfreich: diese Antwort so bewerten

vote-thanks = Danke, das ist vermerkt.
gap-recorded = { $people ->
    [one] Vermerkt: Dazu steht noch nichts in den Beiträgen.
   *[other] Vermerkt: Dazu steht noch nichts in den Beiträgen; { $people } Personen haben es vermisst.
 }

why-title = Warum das?
why-close = Schließen
why-question = Deine Frage: { $question }
why-matched = Wörter der Frage darin: { $words }
why-missing = Wörter der Frage, die darin fehlen: { $words }
why-expanded = Gefunden über das, was außerdem gesucht wurde: { $words }
why-filter = Es passt zu dem, was die Frage vom Beitrag verlangt.
why-runners-up = Danach kämen
why-none = Nichts anderes kam in die Nähe.
why-gone = Die Beiträge haben sich seit jener Antwort geändert; warum sie gefunden wurde, lässt sich nicht mehr sagen. Frage noch einmal.

answer-not-for-all = Diese Antwort zeigt einen Beitrag, den nicht alle hier lesen dürfen, deshalb teile ich sie hier nicht.
answer-not-here = Antwort #{ $id } zeigt einen Beitrag, der hier nicht gelesen werden darf. Rufe sie dort auf, wo gefragt wurde.
groups-scope = Manche Beiträge sind nur für Benutzergruppen, und ich kann nicht sehen, wer darin ist; diese habe ich ausgelassen. Wer mich betreibt, muss der App den Scope usergroups:read geben.
groups-unseen = Manche Beiträge sind nur für Benutzergruppen, und Slack sagt gerade nicht, wer darin ist; diese habe ich ausgelassen.

answer-question-gone = Was gefragt wurde, bewahre ich nicht lange auf und weiß es nicht mehr. Bitte frage noch einmal.
answer-shared-by = { $person } teilt eine Antwort
