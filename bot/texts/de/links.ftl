# Verweise auf Beiträge.

related-none = Kein Beitrag handelt davon.
related-heading = { $posts ->
    [one] Ein Beitrag dazu
   *[other] Beiträge dazu
 }
related-reason = Beide sprechen von: { $words }
related-already = Die Beiträge dazu sind im Thread der Nachricht schon verlinkt.
related-there = Zum Thread
related-invite = Das siehst nur du, denn ich bin nicht in diesem Kanal. Schreibe hier „/invite @{ $bot }“ und wähle den Kurzbefehl noch einmal: Dann kommen die Links in den Thread der Nachricht.
related-private = Das siehst nur du, denn ich darf hier nichts schreiben.

auto-link-unasked = Danach hat niemand gefragt: In diesem Kanal verlinke ich einen Beitrag, wenn er sicher von einer Nachricht handelt.
auto-link-stopped = Ich verlinke in diesem Kanal nichts mehr von selbst. { $ask } settings schaltet es wieder ein.
auto-link-reserved = Das kannst du nicht abstellen: Wer mich betreibt, hat die Einstellungen von Kanälen den Admins vorbehalten. Frage jemanden von ihnen.
button-stop-links = Hier nicht mehr tun
button-stop-links-spoken = Hier nicht mehr tun: nichts mehr ungefragt verlinken

unfurl-newer = { $posts ->
    [one] 1 neuerer Beitrag dazu: { $links }
   *[other] { $posts } neuere Beiträge dazu: { $links }
 }
