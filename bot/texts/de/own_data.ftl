# Was über jemanden gespeichert ist.

forget-offer = Ich kann dich in diesem Workspace vergessen: was du gefragt, bewertet, gemeldet und gemerkt hast, die Antworten an dich mit ihren Nummern, Lektionen, die nur zu dir kommen, deine Sprache und Zeitzone. Was bleibt: Nachrichten in Slack selbst; Einstellungen von Kanälen; Lektionen, die du für einen Kanal eingerichtet hast, ohne deinen Namen. { $ask } export zeigt, was gespeichert ist.
button-forget = Mich vergessen
button-forget-spoken = Mich vergessen: alles, was in diesem Workspace über mich gespeichert ist
forget-title = Dich vergessen?
forget-sure = Das lässt sich nicht rückgängig machen: Antworten an dich können dann nicht mehr gezeigt werden, und was du gemerkt hast, ist weg.
forget-no = Behalten
forgotten = Ich habe dich hier vergessen. Es bleiben Nachrichten in Slack selbst, Einstellungen von Kanälen und Lektionen, die du für einen Kanal eingerichtet hast, ohne deinen Namen. Kopien der Datenbank von früher enthalten es, bis sie gelöscht werden. Was du von jetzt an fragst, wird aufbewahrt wie immer.
export-title = Was gespeichert ist
export-heading = Das ist alles, was in diesem Workspace über dich gespeichert ist, nur für deine Augen. Was Antworten zitiert haben, fehlt, wo es hier nicht gelesen werden darf.
export-nothing = In diesem Workspace ist nichts über dich gespeichert.
export-left = { $left } weitere Zeichen passen nicht in dieses Fenster: Wer mich betreibt, kann dir alles geben.
