"""The outbox: every message once, whoever ticks, dies or answers late; and the pages that look after it."""
