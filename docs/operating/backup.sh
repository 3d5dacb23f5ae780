#!/bin/sh
# Writes a backup of the site into a folder and removes those that are older than 35 days, but only after a good one.
# The settings come from the environment: LMS_INSTANCE and the others, as in /etc/isegoria.env.
set -eu
folder=${1:?name the folder for backups}
lms=$(dirname "$0")/../../.venv/bin/lms
"$lms" backup --force "$folder/isegoria-$(date -u +%Y-%m-%d).zip"
find "$folder" -maxdepth 1 -name 'isegoria-*.zip' -mtime +35 -delete
# Then off this machine, to one that this one cannot delete from. For one of many ways:
# rsync --archive "$folder/" backup@elsewhere.example.eu:isegoria/
