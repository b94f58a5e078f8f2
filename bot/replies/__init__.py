"""What the bot says: from plain text through the knowledge base, and what is remembered, to a message. One file a job."""
