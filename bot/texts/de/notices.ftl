# Was der Bot über sich selbst sagt: wie man ihn benutzt, und was schiefging.

usage-ask = *{ $ask }* beantwortet eine Frage mit dem Absatz, in dem es steht, Wort für Wort:
usage-lesson = *{ $lesson }* zeigt irgendeine Lektion, auf Wunsch zu einem Thema:
usage-lesson-topic = testing
usage-example-1 = how do we keep one service from breaking another?
usage-example-2 = feature flags
usage-settings = `{ $ask } settings` öffnet die Einstellungen dieses Kanals; `{ $lesson } subscribe weekly monday 9:00` bringt Lektionen hierher.
usage-own-data = `{ $ask } export` zeigt, was über dich gespeichert ist; `{ $ask } forget me` löscht es.
usage-mention = *@{ $bot }* tut dasselbe in einem Kanal oder Thread.
usage-thread = Ohne Frage in einem Thread gerufen, nennt er die Beiträge, die von dem Thread handeln; „mehr“ zeigt dort mehr.
usage-shortcut = Der Kurzbefehl *Find related posts* tut das für jede Nachricht, und *Lesson about this* findet eine Lektion dazu.

question-empty = Was möchtest du wissen?
question-long = Das sind { $length } Zeichen; suchen kann ich nach höchstens { $most }. Frage nach dem Kern davon.

failure = Entschuldige, da ist bei mir etwas schiefgegangen. Passiert es wieder, sage denen, die mich betreiben: Nummer { $reference }.
not-installed = In diesem Workspace bin ich nicht oder nicht mehr installiert. Wer mich betreibt, kann das richten.
not-installed-url = In diesem Workspace bin ich nicht oder nicht mehr installiert. Wer Apps hinzufügen darf, kann mich unter { $url } installieren.
trouble-passing = Slack nimmt gerade nicht an, was ich sage. Versuche es bitte in einer Minute noch einmal.
trouble-wait = Slack bittet mich, { $seconds ->
        [one] eine Sekunde
       *[other] { $seconds } Sekunden
    } lang still zu sein. Versuche es bitte danach noch einmal.
trouble-unclear = Slack ist abgebrochen, während ich schrieb; ob es angekommen ist, kann ich nicht sehen. Wenn es nicht da ist, frag bitte noch einmal.
trouble-invite = Hier darf ich nicht schreiben, weil ich nicht in diesem Kanal bin. Tippe /invite und meinen Namen, dann versuche es noch einmal.
trouble-archived = Dieser Kanal ist archiviert, hier lässt sich nichts mehr schreiben. Versuche es bitte in einem anderen.
trouble-restricted = Die Regeln dieses Kanals lassen mich hier nicht schreiben. Versuche es bitte in einem anderen, oder schreib mir direkt.
trouble-late = Das kam zu spät: Slack lässt mir drei Sekunden, um ein Fenster zu öffnen. Drück bitte noch einmal.
trouble-gone = Das, worum es ging, ist nicht mehr da.
trouble-person = Slack lässt mich diese Person hier nicht erreichen.
trouble-operator = Mir fehlt etwas, das nur einrichten kann, wer mich betreibt; in meinem Protokoll steht, wie: { $code }.
thread-scope = Ich kann nicht lesen, wovon dieser Thread handelt: Mir fehlt die Berechtigung { $scope }. Schreibe die Frage hinter meinen Namen, dann beantworte ich sie.
thread-invite = Ich kann nicht lesen, wovon dieser Thread handelt: Ich muss erst in diesen Kanal eingeladen werden. Schreibe die Frage hinter meinen Namen, dann beantworte ich sie.
unknown-button = Dieser Knopf stammt von einer älteren Fassung von mir. Frage noch einmal, dann gibt es neue.
unknown-command = Diesen Befehl kenne ich nicht. Wer mich betreibt, kann das Manifest der App mit dem vergleichen, was „commonplace manifest“ ausgibt.
unknown-shortcut = Diesen Kurzbefehl kenne ich nicht. Wer mich betreibt, kann das Manifest der App mit dem vergleichen, was „commonplace manifest“ ausgibt.

too-often-person = { $seconds ->
    [one] Das waren viele Fragen in einer Minute. Frage in einer Sekunde noch einmal.
   *[other] Das waren viele Fragen in einer Minute. Frage in { $seconds } Sekunden noch einmal.
 }
too-often-workspace = { $seconds ->
    [one] Hier wird gerade sehr viel gefragt. Frage in einer Sekunde noch einmal.
   *[other] Hier wird gerade sehr viel gefragt. Frage in { $seconds } Sekunden noch einmal.
 }
answer-searching = Ich suche; die Antwort kommt gleich.
