# Answers, and how their question was read.

answer-asked = You asked: { $question }
answer-asked-by = { $person } asked: { $question }
answer-no-word = There is no word in this that I could search for. Name what you would like to know about.
answer-closest = No paragraph answers this outright; the closest come first.
answer-nothing = { $posts ->
    [one] Nothing found in { $posts } post.
   *[other] Nothing found in { $posts } posts.
 }
answer-unknown = No post contains { $words }.
answer-word = “{ $word }”
answer-number = Answer #{ $id }. { $ask } #{ $id } shows it again.
answer-gone = There is no answer #{ $id } any more; answers are kept for { $days } days.
answer-no-more = Nothing more answers this.
answer-more = More on: { $question }
answer-instead = Instead of what you turned down

also-said = { $count ->
    [one] Also said in 1 other post{ $years }
   *[other] Also said in { $count } other posts{ $years }
 }
also-said-more = { $links } and { $count } more
published-again = Published again: { $links }
said-differently = A newer post says it differently: { $link }
last-touched = Last worked on { $day }
updated = updated { $day }
untitled = Untitled

read-searched = Searched: { $what }
read-added = Also searched: { $what }
read-mistakes = Not understood: { $what }
read-exactly = exactly { $what }
read-without = without { $what }
read-tagged = tagged { $what }
read-by = by { $what }
read-in = in { $what }
read-after = from { $what } on
read-before = before { $what }
read-or = or

mistake-tag = { $typed }: write a tag right after the colon, such as tag:testing.
mistake-author = { $typed }: write a name right after the colon, such as author:ann or author:"Ann Smith".
mistake-in = { $typed }: write the name of a source right after the colon, such as in:handbook.
mistake-after = { $typed }: write a year, a month or a day, such as after:2022 or after:2022-05-17.
mistake-before = { $typed }: write a year, a month or a day, such as before:2022 or before:2022-05-17.
mistake-phrase = { $typed }: write the words to look for between the quotes.
mistake-exclusion = { $typed }: write the words to leave out between the quotes.
mistake-words-only = { $typed }: only words and phrases can be left out, so this does not count.
mistake-no-date = { $typed }: there is no such date.
mistake-open-quote = { $typed }: the quote is never closed, so it does not count.
mistake-nothing-sought = { $typed }: say what to look for, too, not only what to leave out.
mistake-no-time = { $typed } and { $other }: nothing can match, because no post is both from { $from } on and before { $until }.

someone = Someone

button-more = More
button-more-spoken = More paragraphs that answer this
button-why = Why this?
button-why-spoken = Why this? Show why these paragraphs were found
button-share = Share
button-share-spoken = Share this answer with everyone in the channel
button-not-this = Not this
button-not-this-spoken = Not this: show me the next best paragraph instead
button-gap = Record as a gap
button-gap-spoken = Record as a gap, for whoever looks after the posts
button-helpful = Helpful
button-helpful-spoken = Helpful: mark this answer so
button-not-helpful = Not helpful
button-not-helpful-spoken = Not helpful: mark this answer so

vote-thanks = Thank you, that is noted.
gap-recorded = { $people ->
    [one] Noted: the posts do not say this yet.
   *[other] Noted: the posts do not say this yet; { $people } people have missed it.
 }

why-title = Why this?
why-close = Close
why-question = You asked: { $question }
why-matched = Words of the question in it: { $words }
why-missing = Words of the question that are not in it: { $words }
why-expanded = Found by what was searched beside them: { $words }
why-filter = It fits what the question asks of the post.
why-runners-up = Next in line
why-none = Nothing else came close.
why-gone = The posts have changed since that answer, so I cannot say any more why it was found. Ask again to see.

answer-not-for-all = This answer shows a post that not everybody here may read, so I do not share it here.
answer-not-here = Answer #{ $id } shows a post that cannot be read here. Ask for it where it was asked.
groups-scope = Some posts are for user groups only, and I cannot see who is in them, so I left those out. Whoever runs me has to add the scope usergroups:read to the app.
groups-unseen = Some posts are for user groups only, and Slack does not say at the moment who is in them, so I left those out.

answer-question-gone = I do not keep for long what was asked, so I do not know it any more. Ask again, please.
answer-shared-by = { $person } shares an answer
