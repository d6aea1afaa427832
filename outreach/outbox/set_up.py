"""Whether mail is set up well, in words: which way it goes, how it is protected, from whom it comes."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PROVIDERS = "anymail.backends."
NEAR = {"localhost", "127.0.0.1", "::1"}
NOT_OF_THIS_WORLD = ("localhost", ".localhost", ".local", ".example", ".invalid", ".test", ".internal")
ICONS = {"good": "check-circle", "waiting": "exclamation-circle", "error": "exclamation-triangle", "plain": ""}
SIGNS = {"good": "All right", "waiting": "See to it", "error": "Not right", "plain": ""}


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and in which tone that is shown (one of `ICONS`)."""

    about: str
    words: str
    tone: str = "good"

    @property
    def icon(self):
        return ICONS[self.tone]

    @property
    def sign(self):
        """The tone in words."""
        return SIGNS[self.tone]


def leaves_this_machine():
    """Whether messages go to a mail server or a provider, and not to files for reading here."""
    return is_smtp() or settings.EMAIL_BACKEND.startswith(PROVIDERS)


def is_smtp():
    """Whether messages go to a mail server by SMTP."""
    return settings.EMAIL_BACKEND == SMTP


def server():
    """“mail.school.example, port 587”"""
    return f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"


def set_up():
    """The findings about the set-up of this installation, without a look at the network."""
    return [_way(), *([_encryption(), _login()] if is_smtp() else []), _sender(), _links(), _limit()]


def _way():
    about = "Which way mail goes"
    if is_smtp():
        return Finding(about, f"To the mail server {server()}.")
    if settings.EMAIL_BACKEND.startswith(PROVIDERS):
        provider = settings.EMAIL_BACKEND.removeprefix(PROVIDERS).partition(".")[0]
        return Finding(about, f"Through the mail service {provider.replace('_', ' ').title()}.")
    return Finding(about, "Nowhere: no mail leaves this machine, and all of it can be read here.", "plain")


def _encryption():
    about = "On the way there"
    if settings.EMAIL_USE_SSL:
        return Finding(about, "Encrypted from the first word on (TLS).")
    if settings.EMAIL_USE_TLS:
        return Finding(about, "Encrypted (STARTTLS).")
    if settings.EMAIL_HOST in NEAR:
        return Finding(about, "Not encrypted, and on the same machine it need not be.", "plain")
    words = "Not encrypted: others can read mail and password. Begin EMAIL_URL with smtp+tls:// or smtp+ssl://."
    return Finding(about, words, "error")


def _login():
    about = "Signing in there"
    if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
        return Finding(about, "With a user name and a password.")
    if settings.EMAIL_HOST_USER:
        return Finding(about, "With a user name, but EMAIL_URL holds no password.", "error")
    return Finding(about, "Without a user name. Most mail servers ask for one.", "plain")


def _sender():
    about, domain, host = "The sender", settings.MAIL_DOMAIN, urlsplit(settings.SITE_URL).hostname or ""
    said = f"Mail comes from {settings.DEFAULT_FROM_EMAIL}."
    if not leaves_this_machine():
        return Finding(about, said, "plain")
    if "." not in domain or domain.endswith(NOT_OF_THIS_WORLD):
        words = f"{said} Other mail servers refuse that. Set DEFAULT_FROM_EMAIL to an address of your own."
        return Finding(about, words, "error")
    if host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}"):
        return Finding(about, f"{said} Its links lead to {host}, which belongs to it.")
    words = f"{said} Its links lead to {host}. See that your mail server may send for {domain} (SPF and DKIM)."
    return Finding(about, words, "plain")


def _links():
    about = "Links in mail"
    if settings.SITE_URL.startswith("https://") or not leaves_this_machine():
        return Finding(about, f"They begin with {settings.SITE_URL}.")
    return Finding(about, f"They begin with {settings.SITE_URL}. Set SITE_URL to an address with https://.", "waiting")


def _limit():
    most = settings.MAIL_PER_MINUTE
    words = f"At most {most} messages a minute (MAIL_PER_MINUTE)." if most else "As fast as the mail server takes them."
    return Finding("How fast", words)
