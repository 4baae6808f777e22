"""URLs: cleaned for fetching, folded for identity, and named by site.

Approach, in order: *normalise* (what we fetch and store: no fragment, no tracking parameters, no
session id, no default port), then *identity* (what counts as the same address: also http = https,
``www.`` and the trailing slash dropped, query sorted), then *key* (a hash of the identity).
Every function is total on text except ``check_seed``, which judges what a user typed.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from newscrawl.errors import UsageError
from newscrawl.values.remembering import remembered

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

DEFAULT_PORTS: Final = {"http": 80, "https": 443}

# Parameters that tell where the reader came from and never what is shown. Names as analytics and
# mailing services document them; the first line are prefixes of families (utm_source, ...).
TRACKING: Final = re.compile(
    r"(?:utm_|at_|pk_|mtm_|hsa_|oly_|wt_|wt\.|ns_|_hs).*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|ysclid|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_ga|_gl|s_kwcid|vero_id|hsctatracking|xtor|ref_src|ref_url"
    r"|cmpid|cmp|icid|ocid|ncid|ftag|smid|smtyp|spm|share_id",
    re.I,
)
# Session ids: by name, and `sid` only when its value is a long token (some sites name stories so).
SESSION: Final = re.compile(r"phpsessid|jsessionid|sessionid|session_id|aspsessionid\w*", re.I)
_SESSION_TOKEN: Final = re.compile(r"[0-9a-z]{16,}", re.I)
_SESSION_IN_PATH: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.I)

# Addresses that `safe_url_string`, which costs more than all else here, would leave as they are.
_SAFE: Final = re.compile(
    r"https?://[a-zA-Z0-9.-]+(?::[0-9]+)?(?:/[a-zA-Z0-9/._~:@!$&()*+,;=%-]*)?"
    r"(?:\?[a-zA-Z0-9/._~:@!$&()*+,;=?%-]*)?(?:#[a-zA-Z0-9/._~=&-]*)?"
)

# Addresses that `canonicalize_url` would leave as they are: nothing to sort, quote or resolve.
_CANONICAL: Final = re.compile(
    r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:/[a-zA-Z0-9_~:@!$&()*+,=-][a-zA-Z0-9._~:@!$&()*+,=-]*)*/?"
)

# Absolute links that `absolute_url` gives back as they are, which most are.
_AS_IS: Final = re.compile(
    r"https?://(?=[^/]{1,253}/)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+"
    r"(?:/(?!\.)[a-zA-Z0-9._~:@!$&()*+,=%-]*)+"
)

# Addresses whose identity and key are remembered: those of menus and teasers come back page by
# page, and each is asked for several times on its way. Some 3 MB.
_REMEMBERED: Final = 1 << 13

_SCHEME: Final = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
_DOMAIN: Final = re.compile(r"^[^\s/:@?#]+\.[^\s/:@?#.\d][^\s/:@?#]*(?=$|[/:?#])")
# A DNS name (RFC 1035, 2.3.4), with the underscores and odd hyphens that are met in practice.
MAX_HOST_CHARS: Final = 253
_HOST: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_UNSAFE_IN_FOLDER: Final = re.compile(r"[^a-z0-9.-]+")
# Longest folder name: file systems allow 255 bytes, and a DNS name has at most 253.
MAX_FOLDER_CHARS: Final = 250


def normalize_url(url: str) -> str:
    """The address as we fetch and store it; text that is no URL comes back stripped."""
    try:
        return urlunsplit(_cleaned(urlsplit(_safe(url.strip()))))
    except ValueError:
        return url.strip()


def _safe(url: str) -> str:
    return url if _SAFE.fullmatch(url) else safe_url_string(url)


def _cleaned(parts: SplitResult) -> SplitResult:
    path = _SESSION_IN_PATH.sub("", parts.path)
    if "/." in path:
        path = urljoin("http://host/", path).removeprefix("http://host")
    return SplitResult(
        parts.scheme.lower(), _netloc(parts), path or "/", _without_tracking(parts.query), ""
    )


def _netloc(parts: SplitResult) -> str:
    userinfo, at, _ = parts.netloc.rpartition("@")
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    shown = "" if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{port}"
    return f"{userinfo}{at}{host}{shown}"


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    return "&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    return name.lower() == "sid" and bool(_SESSION_TOKEN.fullmatch(value))


@remembered(_REMEMBERED)
def url_identity(url: str) -> str:
    """What two spellings of one address share. Not for fetching."""
    normal = normalize_url(url)
    try:
        if not _CANONICAL.fullmatch(normal):
            normal = canonicalize_url(normal, keep_blank_values=True)
        parts = urlsplit(normal)
    except ValueError:
        return url.strip()
    host = parts.netloc.removeprefix("www.")
    return f"http://{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


@remembered(_REMEMBERED)
def url_key(url: str) -> str:
    """32 hex characters (128 bits of SHA-256) of the identity; the key in state and records."""
    return hashlib.sha256(url_identity(url).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def absolute_url(base: str, href: str) -> str | None:
    """Resolve a link of a page and normalise it; None where it does not lead to http(s)."""
    href = href.strip()
    if _AS_IS.fullmatch(href):
        return href
    try:
        joined = urljoin(base, href)
        parts = urlsplit(joined)
        if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
            return None
        if (safe := _safe(joined)) is not joined:
            parts = urlsplit(safe)
        cleaned = _cleaned(parts)
        return urlunsplit(cleaned) if _is_host(cleaned.hostname or "") else None
    except ValueError:
        return None


def _is_host(host: str) -> bool:
    """Whether a resolver can be asked for it: names beyond these bounds are errors there."""
    return bool(len(host) <= MAX_HOST_CHARS and _HOST.fullmatch(host)) or is_ip_literal(host)


@remembered(_REMEMBERED)
def site_of(url: str) -> str:
    """The registered domain; for an IP address or localhost, ``host:port``.

    Public suffixes (with those of hosters, so that two blogs of one hoster are two sites) come
    from the list bundled with publicsuffixlist. Under an unknown suffix: the last two labels.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if (site := _registered_domain(host)) is not None:
        return site
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port or DEFAULT_PORTS.get(parts.scheme, 80)}"


@remembered(4096)
def _registered_domain(host: str) -> str | None:
    """The registered domain of a host; None for this machine and IP addresses."""
    if is_local_name(host) or is_ip_literal(host):
        return None
    registered: str | None = _suffixes().privatesuffix(host)
    return registered or ".".join(host.split(".")[-2:])


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def is_local_name(host: str) -> bool:
    """Whether the name is this machine's by definition (RFC 6761)."""
    return host == "localhost" or host.endswith(".localhost")


def is_ip_literal(host: str) -> bool:
    """Whether the host is an IPv4 or IPv6 address in its plain form."""
    try:
        ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def site_folder(site: str) -> str:
    """A folder name for a site: lower case letters, digits, ``.``, ``-`` and ``_`` only."""
    folder = _UNSAFE_IN_FOLDER.sub("_", site.lower()).strip("._")
    return folder[:MAX_FOLDER_CHARS] or "_"


def check_seed(url: str) -> str:
    """The address to start from, normalised; a bare domain is read as https.

    Raises:
        UsageError: it has no host, or a scheme other than http and https.
    """
    text = url.strip()
    if not _SCHEME.match(text) and _DOMAIN.match(text):
        text = f"https://{text}"
    seed = absolute_url("", text)
    if seed is None:
        raise UsageError(
            f"{url!r} is not the address of a site; write it like https://www.example.com/"
        )
    return seed
