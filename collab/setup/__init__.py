"""First-run set-up of an empty installation, in three short steps."""
