"""Which addresses of the internet a link may lead to: those of everybody, never those of a network of one's own."""

from ipaddress import IPv4Address, ip_address, ip_network

WEB_PORTS = frozenset((80, 443))
NAT64 = ip_network("64:ff9b::/96")
# Global by their numbers, and yet answered by something near by: the hosts of one cloud ask their keeper here.
OF_THE_HOUSE = frozenset(map(ip_address, ("168.63.129.16",)))
REFUSED = (
    ip_network("192.88.99.0/24"),  # relays of 6to4, gone from the internet
    ip_network("64:ff9b:1::/48"),  # NAT64 of one network alone
    ip_network("2001::/32"),  # Teredo: somebody's own network behind it
    ip_network("fec0::/10"),  # site-local
)


def is_public(text):
    """Whether an IP address (as text) belongs to the internet at large. An IPv4 address within an IPv6 one counts."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    inner = _within(address)
    if inner is not None:
        return is_public(str(inner))
    if address in OF_THE_HOUSE or any(address in network for network in REFUSED if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_web(address, port):
    """Whether a connection may be made: to the internet at large, and there to a port of the web."""
    return port in WEB_PORTS and is_public(address)


def _within(address):
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, or through NAT64; None for others."""
    if isinstance(address, IPv4Address):
        return None
    return address.ipv4_mapped or address.sixtofour or (_last_four_bytes(address) if address in NAT64 else None)


def _last_four_bytes(address):
    return IPv4Address(int(address) & 0xFFFFFFFF)
