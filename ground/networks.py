"""Where a visitor comes from, as limits count it: an IPv4 address, or an IPv6 network.

With IPv6 a visitor has a whole network: at home a /64 or larger, and a new address in it for every
request if they like (RFC 6177). A /48 may be one office, or many mobile telephones of one provider.
"""

import ipaddress

# The network of one household or telephone, and the larger one around it.
HOUSEHOLD, SITE = 64, 48


def network_of(address: str, size: int = HOUSEHOLD) -> str:
    """Return the address of the IPv6 network of this size; an IPv4 address and any other text as
    they are.

    >>> network_of("2001:db8:1:2:aaaa::1"), network_of("2001:db8:1:2:aaaa::1", SITE)
    ('2001:db8:1:2::', '2001:db8:1::')
    >>> network_of("::ffff:192.0.2.1"), network_of("192.0.2.1")
    ('192.0.2.1', '192.0.2.1')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, size), strict=False).network_address)
