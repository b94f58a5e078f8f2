# Links to posts.

related-none = No post is about this.
related-heading = { $posts ->
    [one] A post about this
   *[other] Posts about this
 }
related-reason = Both speak of: { $words }
related-already = The posts about this are linked in the message's thread already.
related-there = Open the thread
related-invite = Only you see this, since I am not in this channel. Write “/invite @{ $bot }” here, then choose the shortcut again: the links go into the message's thread.
related-private = Only you see this, since I may not post here.

auto-link-unasked = Nobody asked for this: in this channel I link a post when it is surely about a message.
auto-link-stopped = I have stopped linking posts by myself in this channel. { $ask } settings turns it on again.
auto-link-reserved = That is not yours to stop: whoever runs me has reserved the settings of channels for admins. Ask one of them.
button-stop-links = Stop doing this here
button-stop-links-spoken = Stop doing this here: link no posts in this channel unasked

unfurl-newer = { $posts ->
    [one] 1 newer post on this: { $links }
   *[other] { $posts } newer posts on this: { $links }
 }
