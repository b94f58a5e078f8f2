# The pages on which the posts are read.

reader-skip = Skip to the content
reader-pages = Pages
reader-posts = Posts
reader-lesson = Lesson
reader-search = Search
reader-search-for = What would you like to know?
reader-search-hint = A question in your own words, or “exact words”, -without, tag:, author:, in:, after: and before:.
reader-foot = { $bot } quotes its posts word for word, and links every post that says it.

reader-count = { $posts ->
    [one] { $posts } post
   *[other] { $posts } posts
 }
reader-tagged = tagged “{ $tag }”
reader-in = in { $source }
reader-all = Show all posts
reader-tags = Tags
reader-sources = Sources
reader-undated = Without a date
reader-older-page = Older posts
reader-newer-page = Newer posts
reader-page = Page { $page } of { $pages }
reader-none = There are no such posts.

reader-published = Read it where it was published: { $host }
reader-by = by { $people }
reader-in-this-post = In this post
reader-link-to = Link to this paragraph
reader-also-said-in = Also said in { $link }
reader-published-again = Published again
reader-said-before = An older post said it differently: { $link }
reader-newer = Newer posts on the same
reader-older = Older posts on the same
reader-about = Other posts on the same
reader-table = Table

reader-gone-title = There is no such page
reader-gone = There is no page here. Perhaps the post has moved, or was taken out. Look for what it says:
reader-nearest = Perhaps it is one of these
reader-more = More paragraphs
reader-long = That is { $length } characters, and { $most } are the most. A few words find more than a whole story.

reader-lesson-topic = Topic, if you like
reader-lesson-another = Another lesson
reader-lesson-today = Today's lesson
reader-lesson-none-on = No lesson is about “{ $topic }”. Try another word.
reader-newest = Newest posts
reader-all-posts = All posts
reader-feed = A lesson a day, as a feed
reader-feed-title = Lessons

sign-in = Sign in
sign-in-slack = Sign in with Slack
sign-in-secret = The secret
sign-in-why-slack = These posts are for the people of a workspace. Slack tells who you are; nothing else is asked of it.
sign-in-why-secret = These posts are for people who know the secret. Whoever sent you here has it.
sign-in-wrong = That is not the secret.
sign-in-wait = { $minutes ->
    [one] That was wrong too often. Try again in a minute.
   *[other] That was wrong too often. Try again in { $minutes } minutes.
 }
sign-in-lost = That took too long, or was begun in another browser. Please try again.
sign-in-refused = You did not let Slack say who you are, so you are not signed in.
sign-in-failed = Slack could not say who you are. Please try again.
sign-in-elsewhere = You signed in from a workspace that does not have this bot. Try again from one that does.
sign-out = Sign out
