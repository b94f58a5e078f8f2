# The settings of a channel.

settings-title = Settings
settings-save = Save
settings-cancel = Cancel
settings-close = Close
settings-intro = They hold for everyone in this channel.
settings-intro-alone = They hold for what you and I say to each other.
settings-reserved = Whoever runs me has reserved changes for admins. This is what holds here:
settings-saved = Saved. This is what holds here now:

settings-not-kept = I could not keep what you chose. Try again in a minute.

settings-answers = Who sees what { $ask } answers
settings-private = Only the person who asked
settings-public = Everyone in the channel

settings-sources = Where to look
settings-sources-hint = Choose none to look everywhere.

settings-auto = Links without being asked
settings-auto-on = Reply to a message when a post is surely about it
settings-auto-hint = One reply in the message's thread, with at most two links; I must be a member here to see it. Anyone who may change these settings can stop it there.
settings-a-day = How many such replies a day, at most

settings-unfurls = Previews
settings-unfurls-on = Show the paragraph below a link to a post

settings-language = Language
settings-language-own = Each person's own

settings-lacking = { $count ->
    [one] This needs the scope { $scopes }, which I lack. Whoever runs me can add it and install me anew.
   *[other] This needs the scopes { $scopes }, which I lack. Whoever runs me can add them and install me anew.
 }

now-private = Answers to { $ask } are seen by the person who asked.
now-public = Answers to { $ask } are seen by everyone in the channel.
now-everywhere = I look everywhere.
now-sources = I look in { $sources }.
now-auto-on = { $count ->
    [one] I link posts without being asked, at most once a day.
   *[other] I link posts without being asked, at most { $count } times a day.
 }
now-auto-off = I link posts only when asked.
now-unfurls-on = Below links to posts I show the paragraph.
now-unfurls-off = Below links to posts I show nothing.
now-language = I write in this language: { $language }.
now-language-own = I write in the language of whoever I answer.
