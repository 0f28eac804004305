"""Results as a person reads them: rich text whose outside parts are sanitised and never markup."""
