"""A small OpenID Connect provider in a thread of the test's own: discovery, authorize, token, keys, userinfo."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

CLIENT_ID, CLIENT_SECRET = "campanello-test", "only-in-the-tests"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


class Provider:
    """What the provider answers; a test changes `person`, or spoils what is sent."""

    def __init__(self) -> None:
        self.key, self.another_key = new_key(), new_key()
        self.person: dict[str, Any] = {"sub": "s-1"}
        self.spoil: dict[str, Any] = {}
        self.sign_with: Any = self.key
        self.algorithm = "RS256"
        self.userinfo: dict[str, Any] | None = None
        self.is_down = False
        self.client_key: rsa.RSAPrivateKey | None = None
        self.asked: dict[str, dict[str, str]] = {}
        self.issuer = ""

    def approve(self, query: str) -> str:
        """What the person's browser does: authorise, and answer where it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        }

    def keys(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**told, "kid": "k1", "alg": "RS256", "use": "sig"}]}

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.asked.pop(given.get("code", ""), None)
        if asked is None or not self._is_client(given) or not _proves(given, asked):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(8),
            "nonce": asked["nonce"],
            **self.person,
            **self.spoil,
        }
        signed = jwt.encode(claims, self.sign_with, algorithm=self.algorithm, headers={"kid": "k1"})
        return 200, {"access_token": "t-1", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def _is_client(self, given: dict[str, str]) -> bool:
        if self.client_key is None:
            return given.get("client_id") == CLIENT_ID and given.get("client_secret") == CLIENT_SECRET
        claims = jwt.decode(
            given["client_assertion"],
            self.client_key.public_key(),
            algorithms=["RS256"],
            audience=f"{self.issuer}/token",
        )
        return claims["iss"] == claims["sub"] == CLIENT_ID and "client_secret" not in given


def _proves(given: dict[str, str], asked: dict[str, str]) -> bool:
    """PKCE, RFC 7636: the verifier is the one whose hash came with the log-in."""
    hashed = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    return asked["code_challenge_method"] == "S256" and challenge == asked["code_challenge"]


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, listening on a free port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if provider.is_down:
                self._answer(503, {})
            elif path == "/.well-known/openid-configuration":
                self._answer(200, provider.discovery())
            elif path == "/keys":
                self._answer(200, provider.keys())
            elif path == "/userinfo" and self.headers["Authorization"] == "Bearer t-1":
                self._answer(200, provider.person if provider.userinfo is None else provider.userinfo)
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            self._answer(*provider.token(given))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            told = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
