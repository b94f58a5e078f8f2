# Lektionen, und Abos darauf.

lesson-heading = Eine Lektion
lesson-heading-on = Eine Lektion zu { $topic }
lesson-none = In diesen Beiträgen steht keine Lektion.
lesson-none-on = Keine Lektion handelt von „{ $topic }“. Versuche ein anderes Wort, oder { $lesson } allein für irgendeine Lektion.
lesson-none-about = Keine Lektion handelt von dieser Nachricht.
lesson-gone = Jene Lektion steht in keinem Beitrag mehr; dafür diese.
lesson-by-command = Schreibe das als Befehl: { $command }

lesson-usage = { $lesson } zeigt eine Lektion: einen Absatz aus den Beiträgen, der für sich stehen kann.
lesson-usage-topic = { $lesson } testing: eine zu einem Thema
lesson-usage-saved = { $lesson } saved: die Lektionen, die du dir gemerkt hast
lesson-usage-subscribe = { $lesson } subscribe weekly monday 9:00 testing: Lektionen für diesen Kanal, auch deutsch: wöchentlich montag; das Thema kann fehlen, die Uhrzeit auch
lesson-usage-subscribe-me = { $lesson } subscribe me werktags 8:30: Lektionen für dich allein
lesson-usage-list = { $lesson } list: was dieser Kanal und du abonniert haben
lesson-usage-unsubscribe = { $lesson } unsubscribe: beendet ein Abo
lesson-usage-shortcut = Der Kurzbefehl „Lesson about this“ zeigt eine Lektion zu dem, wovon eine Nachricht handelt.

button-another = Noch eine
button-another-spoken = Noch eine Lektion zeigen
button-share-lesson-spoken = Diese Lektion mit allen im Kanal teilen
button-save = Merken
button-save-spoken = Diese Lektion für mich allein merken
button-remove = Entfernen
button-remove-spoken = Das aus meinen gemerkten Lektionen entfernen

lesson-saved = Gemerkt. { $lesson } saved zeigt alles, was du dir gemerkt hast.
lesson-saved-already = Diese Lektion hast du dir schon gemerkt. { $lesson } saved zeigt alles, was du dir gemerkt hast.
lesson-not-saved = Jene Lektion steht in keinem Beitrag mehr, daher lässt sie sich nicht merken.
saved-heading = { $count ->
    [one] Deine gemerkte Lektion
   *[other] Deine { $count } gemerkten Lektionen, die neueste zuerst
 }
saved-none = Du hast dir keine Lektion gemerkt. Drücke unter einer auf Merken, dann steht sie hier.
saved-more = { $count ->
    [one] Und eine weitere: Entferne eine von diesen, um sie zu sehen.
   *[other] Und { $count } weitere: Entferne einige von diesen, um sie zu sehen.
 }
saved-gone = Diese Lektion steht in keinem Beitrag mehr.

schedule-daily = täglich um { $time }
schedule-weekdays = werktags um { $time }
schedule-on = jeden { $days } um { $time }
subscription-what = { $schedule } ({ $timezone })
subscription-what-on = { $schedule } ({ $timezone }), zu „{ $topic }“
subscription-someone = jemandem

subscribe-how = Nenne die Tage, auf Wunsch auch Uhrzeit und Thema: { $lesson } subscribe wöchentlich montag 9:00 testing
subscribe-days = Ich weiß nicht, an welchen Tagen: „{ $typed }“ nennt keinen. Schreibe es so: { $lesson } subscribe wöchentlich montag 9:00, oder täglich 9:00, oder werktags 8:30, oder mo,do 17:30.
subscribe-time = „{ $typed }“ ist keine Uhrzeit. Schreibe es so: { $lesson } subscribe wöchentlich montag 9:00, oder 17.30, oder 9 Uhr.
subscribe-policy = Hier darf Kanäle nur anmelden, wer mich betreut. Lektionen für dich allein: { $lesson } subscribe me wöchentlich montag 9:00
subscribe-exists = Dieses Abo gibt es schon: { $id }, { $what }. { $lesson } unsubscribe { $id } beendet es.
subscribe-full = Hier gibt es schon { $most } Abos, mehr geht nicht. { $lesson } list zeigt sie.
subscribe-invite = Ich darf hier noch nichts schreiben. Tippe /invite @{ $bot }, dann abonniere noch einmal.
subscribe-archived = Dieser Kanal ist archiviert, hier kann nichts mehr geschrieben werden.
subscribe-scope = Ich darf gar nichts schreiben: Wer mich betreibt, muss der App die Berechtigung { $scope } geben.

subscribed-channel = Lektionen kommen in diesen Kanal { $what }. Die nächste: { $next }.
subscribed-person = Lektionen kommen zu dir { $what }. Die nächste: { $next }. { $lesson } unsubscribe { $id } beendet das.
subscribed-again = Dieses Abo ruhte und geht nun weiter: { $what }. Die nächste: { $next }.
subscribed-zone-caller = { $timezone } ist deine Zeitzone in Slack. Für eine andere melde es ab und schreibe sie hinter die Uhrzeit: 9:00 America/New_York.
subscribed-zone-policy = Deine Zeitzone kenne ich nicht, daher { $timezone }. Für eine andere melde es ab und schreibe sie hinter die Uhrzeit: 9:00 Europe/Berlin.
subscribed-zone-typed = { $timezone } ist die Zeitzone, die du genannt hast.
subscribed-announced = { $person } hat für diesen Kanal Lektionen abonniert: { $what }. { $lesson } unsubscribe { $id } beendet das.

lesson-set-up-by = eingerichtet von { $person } · { $lesson } unsubscribe { $id }

button-stop = Beenden
button-stop-spoken = Diese Lektionen beenden
stop-title = Diese Lektionen beenden?
stop-text = Dann kommen hier keine mehr: { $what }
stop-yes = Beenden
stop-no = Behalten

unsubscribed = Das ist beendet: { $what }.
unsubscribed-by = { $person } hat diese Lektionen beendet: { $what }.
unsubscribe-which = Welches? Schreibe { $lesson } unsubscribe und die Kennung:
unsubscribe-unknown = Ein Abo { $id } gibt es hier nicht. { $lesson } list zeigt, welche es gibt.
subscriptions = { $lesson } unsubscribe und eine Kennung beendet eines:
subscriptions-none = Weder dieser Kanal noch du haben Lektionen abonniert. Das ändert { $lesson } subscribe wöchentlich montag 9:00.
subscriptions-none-alone = Du hast keine Lektionen abonniert. Das ändert { $lesson } subscribe wöchentlich montag 9:00.
subscriptions-more = { $count ->
    [one] Und ein weiteres.
   *[other] Und { $count } weitere.
 }
subscription-line = { $what }, eingerichtet von { $person }.
subscription-line-own = { $what }, eingerichtet von dir.
subscription-next = Als Nächstes: { $next }.
subscription-paused = Es ruht; abonniere noch einmal, dann geht es weiter.
subscription-for-you = Nur für dich.
subscription-elsewhere = In einem anderen Kanal:

paused-unanswered = { $count ->
    [one] Auf die letzte Lektion hat niemand reagiert, daher ruhen diese Lektionen: { $what }.
   *[other] Auf die letzten { $count } Lektionen hat niemand reagiert, daher ruhen diese Lektionen: { $what }.
 }
paused-how = Mit einer Reaktion oder Merken an einer Lektion kommen sie weiter. Sollen sie weitergehen?
paused-refused = Diese Lektionen kann ich nicht mehr schreiben, daher ruhen sie: { $what }. Slack sagt: { $reason }. Lade mich wieder ein (/invite @{ $bot }) und drücke auf Weiter, oder beende sie: { $lesson } unsubscribe { $id }
paused-no-lesson = Davon handelt keine Lektion mehr, daher ruhen diese Lektionen: { $what }. Beende sie: { $lesson } unsubscribe { $id }
paused-where = Sie waren für diesen Kanal:
button-keep-going = Weiter
button-keep-going-spoken = Weiter: diese Lektionen weiter kommen lassen
kept-going = { $person } lässt diese Lektionen weitergehen: { $what }. Die nächste: { $next }.
kept-going-already = Diese Lektionen gehen schon weiter: { $what }. Die nächste: { $next }.
subscription-gone = Dieses Abo ist schon beendet.

lesson-not-for-all = Den Beitrag dieser Lektion dürfen nicht alle hier lesen, deshalb teile ich sie hier nicht.
