# The Home tab, the window for searching, and the prompts of an agent.

home-welcome = *Ask, and get the paragraph that says it*, word for word, with links to every post that says it.
home-ask = *{ $ask }* and a question in any channel: the answer is for you alone until you share it.
home-mention = *@{ $bot }* and a question in a channel or thread: the answer comes in the thread. In a direct message the question alone will do.
home-lesson = *{ $lesson }* shows a lesson, on a topic if you name one; *{ $lesson } help* says what else it does.
home-link = *Find related posts* in the menu of a message links the posts that it is about.
home-example = “{ $question }”

button-home-search = Search
button-home-search-spoken = Search the posts in a window
button-home-example = Show the answer
button-home-example-spoken = Show the answer to: { $question }

home-saved = Lessons you saved
home-saved-none = None yet.
home-saved-gone = No post holds this lesson any more.
home-saved-more = { $count ->
    [one] One more: { $lesson } saved
   *[other] { $count } more: { $lesson } saved
 }
button-home-show = Show
button-home-show-spoken = Show this lesson: { $title }
button-home-remove = Remove
button-home-remove-spoken = Remove this lesson from those you saved: { $title }

home-subscriptions = Lessons that come by themselves
home-subscriptions-none = None that you have set up.

home-store = What you saved and set up cannot be read at the moment.

home-health = The posts
home-posts = { $posts ->
    [one] { $posts } post
   *[other] { $posts } posts
 }
home-passages = { $passages ->
    [one] { $passages } passage
   *[other] { $passages } passages
 }
home-read = { $posts } with { $passages }, read on { $time } ({ $zone }).
home-read-posts = { $posts }, read on { $time } ({ $zone }).
home-stale = They could not be read again since: { $what }
home-problems = { $count ->
    [one] One problem: { $first }
   *[other] { $count } problems, the first: { $first }
 }

home-can = What I can do here
home-cannot = { $what } (for which I lack { $scopes })
home-can-line = Can: { $what }
home-cannot-line = Cannot: { $what }
can-commands = answer commands and shortcuts
can-mentions = answer calls by name
can-threads = read the thread I am called in
can-direct = answer direct messages
can-previews = show previews of links to the posts
can-subscriptions = post lessons by themselves
can-unasked = link posts without being asked
can-people = know your language and time zone
can-groups = see who is in which user group

home-about = Privacy and help
home-privacy = I keep answers for { $days } days, so that they can be shown again, and the words of questions only as long as a conversation lasts, or as whoever runs me has decided; what you save, judge, report and set up I keep until it is removed. In any channel { $ask } export shows you all of it, and { $ask } forget me removes it. Nothing leaves the place where I run but what is said in Slack.
home-help = *{ $ask } help* says what a question may look like. For anything else ask whoever runs me.

home-admin = For admins
home-settings-everyone = Everyone may change a channel's settings.
home-settings-admins = { $count ->
    [one] Only one person may change a channel's settings.
   *[other] Only { $count } people may change a channel's settings.
 }
home-unanswered = { $days ->
    [one] Asked in vain since yesterday
   *[other] Asked in vain in the last { $days } days
 }
home-unanswered-none = Nothing.
home-unanswered-line = { $question } ({ $day })
home-gaps = Gaps that people recorded
home-gaps-none = None.
home-gap = { $people ->
    [one] { $question } (one person)
   *[other] { $question } ({ $people } people)
 }
button-home-gap = Close
button-home-gap-spoken = Close this gap: { $question }

search-title = Search
search-label = Your question
search-hint = Also: "exact words", -without, tag:testing, author:ann, after:2023, before:2024-06, in:handbook
search-submit = Search
search-again = Search again
search-close = Close
saved-title = A lesson you saved

agent-title = Questions that the posts answer
