# Lessons, and subscriptions to them.

lesson-heading = A lesson
lesson-heading-on = A lesson on { $topic }
lesson-none = These posts hold no lesson.
lesson-none-on = No lesson is about “{ $topic }”. Try another word, or { $lesson } alone for any lesson.
lesson-none-about = No lesson is about this message.
lesson-gone = No post holds that lesson any more; this is another one.
lesson-by-command = Type this as a command: { $command }

lesson-usage = { $lesson } shows a lesson: a paragraph from the posts that can stand alone.
lesson-usage-topic = { $lesson } testing: one on a topic
lesson-usage-saved = { $lesson } saved: the lessons that you have saved
lesson-usage-subscribe = { $lesson } subscribe weekly monday 9:00 testing: lessons for this channel; the topic can be left out, and so can the time
lesson-usage-subscribe-me = { $lesson } subscribe me weekdays 8:30: lessons for you alone
lesson-usage-list = { $lesson } list: what this channel and you are subscribed to
lesson-usage-unsubscribe = { $lesson } unsubscribe: ends a subscription
lesson-usage-shortcut = The shortcut “Lesson about this” shows a lesson on what a message is about.

button-another = Another
button-another-spoken = Show another lesson
button-share-lesson-spoken = Share this lesson with everyone in the channel
button-save = Save
button-save-spoken = Save this lesson for me alone
button-remove = Remove
button-remove-spoken = Remove this from my saved lessons

lesson-saved = Saved. { $lesson } saved shows all that you have saved.
lesson-saved-already = You have saved this lesson already. { $lesson } saved shows all that you have saved.
lesson-not-saved = No post holds that lesson any more, so it cannot be saved.
saved-heading = { $count ->
    [one] Your saved lesson
   *[other] Your { $count } saved lessons, the newest first
 }
saved-none = You have saved no lesson. Press Save below one, and it is kept here.
saved-more = { $count ->
    [one] And one more: remove one of these to see it.
   *[other] And { $count } more: remove some of these to see them.
 }
saved-gone = This lesson stands in no post any more.

schedule-daily = every day at { $time }
schedule-weekdays = every weekday at { $time }
schedule-on = every { $days } at { $time }
subscription-what = { $schedule } ({ $timezone })
subscription-what-on = { $schedule } ({ $timezone }), on “{ $topic }”
subscription-someone = someone

subscribe-how = Name the days, and a time and a topic if you like: { $lesson } subscribe weekly monday 9:00 testing
subscribe-days = I cannot tell on which days: “{ $typed }” names none. Type it like this: { $lesson } subscribe weekly monday 9:00, or daily 9:00, or weekdays 8:30, or mon,thu 17:30.
subscribe-time = “{ $typed }” is no time of day. Type it like this: { $lesson } subscribe weekly monday 9:00, or 17.30, or 9am.
subscribe-policy = Only those who look after me may subscribe a channel here. For lessons to you alone: { $lesson } subscribe me weekly monday 9:00
subscribe-exists = That subscription exists already: { $id }, { $what }. { $lesson } unsubscribe { $id } ends it.
subscribe-full = There are { $most } subscriptions here already, and that is the most. { $lesson } list shows them.
subscribe-invite = I may not post here yet. Type /invite @{ $bot }, then subscribe again.
subscribe-archived = This channel is archived, so nothing can be posted here.
subscribe-scope = I may not post at all: whoever runs me has to add the scope { $scope } to the app.

subscribed-channel = Lessons come to this channel { $what }. The next one: { $next }.
subscribed-person = Lessons come to you { $what }. The next one: { $next }. { $lesson } unsubscribe { $id } ends that.
subscribed-again = That subscription was paused, and goes on: { $what }. The next one: { $next }.
subscribed-zone-caller = { $timezone } is your time zone in Slack. For another one, unsubscribe and type it behind the time: 9:00 America/New_York.
subscribed-zone-policy = I do not know your time zone, so { $timezone } it is. For another one, unsubscribe and type it behind the time: 9:00 America/New_York.
subscribed-zone-typed = { $timezone } is the time zone that you typed.
subscribed-announced = { $person } has subscribed this channel to lessons: { $what }. { $lesson } unsubscribe { $id } ends it.

lesson-set-up-by = set up by { $person } · { $lesson } unsubscribe { $id }

button-stop = Stop
button-stop-spoken = Stop these lessons
stop-title = Stop these lessons?
stop-text = No more of them come here: { $what }
stop-yes = Stop
stop-no = Keep them

unsubscribed = That has ended: { $what }.
unsubscribed-by = { $person } has ended these lessons: { $what }.
unsubscribe-which = Which one? Type { $lesson } unsubscribe and its id:
unsubscribe-unknown = There is no subscription { $id } here. { $lesson } list shows those there are.
subscriptions = { $lesson } unsubscribe and an id ends one:
subscriptions-none = Neither this channel nor you are subscribed to lessons. { $lesson } subscribe weekly monday 9:00 changes that.
subscriptions-none-alone = You are not subscribed to lessons. { $lesson } subscribe weekly monday 9:00 changes that.
subscriptions-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
 }
subscription-line = { $what }, set up by { $person }.
subscription-line-own = { $what }, set up by you.
subscription-next = Next: { $next }.
subscription-paused = Paused; subscribe again, and it goes on.
subscription-for-you = To you alone.
subscription-elsewhere = In another channel:

paused-unanswered = { $count ->
    [one] Nobody reacted to the last lesson, so these lessons pause: { $what }.
   *[other] Nobody reacted to the last { $count } lessons, so these lessons pause: { $what }.
 }
paused-how = A reaction or Save on a lesson keeps them coming. Do you want them to go on?
paused-refused = I cannot post these lessons any more, so they pause: { $what }. Slack says: { $reason }. Invite me again (/invite @{ $bot }) and press Keep going, or end them: { $lesson } unsubscribe { $id }
paused-no-lesson = No lesson is about that any more, so these lessons pause: { $what }. End them: { $lesson } unsubscribe { $id }
paused-where = They were for this channel:
button-keep-going = Keep going
button-keep-going-spoken = Keep going: let these lessons come on
kept-going = { $person } lets these lessons go on: { $what }. The next one: { $next }.
kept-going-already = These lessons go on already: { $what }. The next one: { $next }.
subscription-gone = That subscription has ended already.

lesson-not-for-all = Not everybody here may read the post of this lesson, so I do not share it here.
