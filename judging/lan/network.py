"""Which addresses and names this machine has in the network of the hall."""

import contextlib
import ipaddress
import re
import socket
from dataclasses import dataclass

import ifaddr

#: RFC 1918, what hotspots use (RFC 6598), and addresses without DHCP (RFC 3927).
PRIVATE_NETWORKS = tuple(
    ipaddress.IPv4Network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16")
)
#: Networks that containers make on the laptop itself; no tablet is in them.
_INNER = re.compile(r"^(docker|br-|veth|virbr|lxc|podman|cni|flannel)")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
#: An address of nobody (RFC 5737): no packet is sent, only the way to it is looked up.
_ELSEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class HallNetwork:
    """This machine as tablets see it.

    Args:
        addresses: its IPv4 addresses, the one that is most likely meant first.
        host: its own name, one label in lower case; empty where it has none that fits.
    """

    addresses: tuple[str, ...]
    host: str


def find_network() -> HallNetwork:
    """Return this machine's addresses in private networks, and its name."""
    found = [
        str(each.ip)
        for adapter in ifaddr.get_adapters()
        for each in adapter.ips
        if each.is_IPv4 and not _INNER.match(adapter.nice_name) and is_private(str(each.ip))
    ]
    return HallNetwork(_likeliest_first(found, _address_of_the_way_out()), _host())


def _likeliest_first(found: list[str], way_out: str) -> tuple[str, ...]:
    """Return each address once: where the way out begins, then in the adapters' order."""
    is_last = {text: text.startswith("169.254.") for text in found}
    order = sorted(dict.fromkeys(found), key=lambda text: (text != way_out, is_last[text]))
    return tuple(order)


def _address_of_the_way_out() -> str:
    """Return the address that packets to other networks leave by; empty where there is no way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(_ELSEWHERE)
        return str(probe.getsockname()[0])
    return ""


def _host() -> str:
    """Return this machine's name without its domain, where it can stand in an address."""
    label = socket.gethostname().partition(".")[0].lower()
    return label if _LABEL.fullmatch(label) else ""


def is_address(text: str) -> bool:
    """Say whether a text is an IPv4 address.

    >>> is_address("192.168.1.7"), is_address("laptop.local")
    (True, False)
    """
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def is_name(text: str) -> bool:
    """Say whether a text can be a machine's name: labels of letters, digits and hyphens.

    >>> is_name("laptop.local"), is_name("no_such..name"), is_name("192.168.1.999")
    (True, False, False)
    """
    labels = text.split(".")
    is_number = labels[-1].isdecimal()
    return len(text) <= 253 and not is_number and all(_LABEL.fullmatch(each) for each in labels)


def is_private(address: str) -> bool:
    """Say whether an IPv4 address belongs to a private network.

    >>> is_private("192.168.1.7"), is_private("127.0.0.1"), is_private("8.8.8.8")
    (True, False, False)
    """
    return any(ipaddress.IPv4Address(address) in network for network in PRIVATE_NETWORKS)
