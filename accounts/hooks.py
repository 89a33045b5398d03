"""The hook of accounts: mail about signing in, which a higher room sends."""

from ground.hooks import Hook

# `about` says which user or which code it is, in ids only.
mail_wanted = Hook("accounts.mail_wanted", "kind: str, to: str, about: dict")
