# What is stored about a person.

forget-offer = I can forget you in this workspace: what you asked, judged, reported and saved, the answers to you with their numbers, lessons that come to you alone, your language and time zone. What stays: messages in Slack itself; settings of channels; lessons that you set up for a channel, without your name. { $ask } export shows what is stored.
button-forget = Forget me
button-forget-spoken = Forget me: everything that is stored about me in this workspace
forget-title = Forget you?
forget-sure = It cannot be undone: answers to you can then not be shown again, and what you saved is gone.
forget-no = Keep it
forgotten = I have forgotten you here. What stays are messages in Slack itself, settings of channels, and lessons that you set up for a channel, without your name. Copies of the database that were made before hold it until they are removed. Whatever you ask from now on is kept as ever.
export-title = What is stored
export-heading = This is everything that is stored about you in this workspace, only for your eyes. What answers quoted is left out where it cannot be read here.
export-nothing = Nothing is stored about you in this workspace.
export-left = { $left } more characters do not fit into this window: whoever runs me can give you all of it.
