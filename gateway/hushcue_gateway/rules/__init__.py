"""When the numbers of a show are worth a word: rules, as functions of what was told and now."""
