"""What an iPad installs: a configuration profile that holds the authority."""

import hashlib
import plistlib
import uuid


def make_profile(authority: bytes, name: str) -> bytes:
    """Return a ``.mobileconfig`` with the authority; the same authority gives the same bytes.

    Args:
        authority: the root certificate, DER.
        name: what the iPad lists it under.

    Source: Apple, "Device Management", CertificateRoot (``com.apple.security.root``).
    """
    digest = hashlib.sha256(authority).hexdigest()
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"org.rostrum.hall.{digest[:16]}.root",
        "PayloadUUID": _uuid(digest, "root"),
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "rostrum-hall.crt",
        "PayloadContent": authority,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"org.rostrum.hall.{digest[:16]}",
            "PayloadUUID": _uuid(digest, "profile"),
            "PayloadDisplayName": name,
            "PayloadDescription": (
                "赛场笔记本电脑的证书，只对本地网络有效。"
                "The certificate of the hall's laptop, good for local networks only."
            ),
            "PayloadContent": [payload],
        }
    )


def _uuid(digest: str, part: str) -> str:
    """Return an identifier that belongs to this authority."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{digest} {part}")).upper()
