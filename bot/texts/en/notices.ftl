# What the bot says about itself: how to use it, and what went wrong.

usage-ask = *{ $ask }* answers a question with the paragraph that says it, word for word:
usage-lesson = *{ $lesson }* shows a random lesson, on a topic if you name one:
usage-lesson-topic = testing
usage-example-1 = how do we keep one service from breaking another?
usage-example-2 = feature flags
usage-settings = `{ $ask } settings` opens the settings of this channel; `{ $lesson } subscribe weekly monday 9:00` brings lessons to it.
usage-own-data = `{ $ask } export` shows what is stored about you; `{ $ask } forget me` removes it.
usage-mention = *@{ $bot }* does the same in a channel or thread.
usage-thread = Called in a thread without a question, it links the posts that the thread is about; “more” there shows more.
usage-shortcut = The shortcut *Find related posts* does so for any message, and *Lesson about this* finds a lesson on it.

question-empty = What would you like to know?
question-long = That is { $length } characters long; I can search for up to { $most }. Ask for the heart of it.

failure = Sorry, that went wrong on my side. If it happens again, tell whoever runs me: reference { $reference }.
not-installed = I am not installed in this workspace, or not any more. Whoever runs me can see to it.
not-installed-url = I am not installed in this workspace, or not any more. Someone who may add apps can install me at { $url }.
trouble-passing = Slack does not take what I say at the moment. Please try again in a minute.
trouble-wait = Slack asks me to be quiet for { $seconds ->
        [one] a second
       *[other] { $seconds } seconds
    }. Please try again after that.
trouble-unclear = Slack broke off while I was posting, so I cannot see whether it arrived. If it is not there, please ask again.
trouble-invite = I may not write here, since I am not in this channel. Type /invite and my name, then try again.
trouble-archived = This channel is archived, so nothing can be written here any more. Please try in another one.
trouble-restricted = The rules of this channel do not let me write here. Please try in another one, or write to me alone.
trouble-late = That came too late: Slack gives me three seconds to open a window. Please press once more.
trouble-gone = What that was about is not there any more.
trouble-person = Slack does not let me reach that person here.
trouble-operator = I lack something that only whoever runs me can set right, and my log tells them how: { $code }.
thread-scope = I cannot read what this thread is about: I need the scope { $scope }. Put the question behind my name and I answer it.
thread-invite = I cannot read what this thread is about: I need to be invited to this channel. Put the question behind my name and I answer it.
unknown-button = That button is from an older version of me. Ask again for a new one.
unknown-command = I do not know this command. Whoever runs me can compare the app's manifest with what “commonplace manifest” prints.
unknown-shortcut = I do not know this shortcut. Whoever runs me can compare the app's manifest with what “commonplace manifest” prints.

too-often-person = { $seconds ->
    [one] That was a lot of questions within a minute. Ask again in a second.
   *[other] That was a lot of questions within a minute. Ask again in { $seconds } seconds.
 }
too-often-workspace = { $seconds ->
    [one] Very much is being asked here just now. Ask again in a second.
   *[other] Very much is being asked here just now. Ask again in { $seconds } seconds.
 }
answer-searching = I am searching; the answer comes in a moment.
