"""From files, pages and feeds to an article; the only room that opens a connection."""
