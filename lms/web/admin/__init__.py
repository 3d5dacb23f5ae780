"""Pages for those who run the site: people, mail, settings, the audit log."""
