"""What every page stands in: guards, languages, errors, headers, static files and the base template."""
