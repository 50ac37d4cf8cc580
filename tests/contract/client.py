"""A client of the auth proxy, written from openapi.json alone: openapi-python-client makes auth_client."""

import base64
import hashlib
import hmac
import json
import secrets
import struct
import sys
import time
from datetime import datetime, timezone

from auth_client import Client
from auth_client.api.account import get_user
from auth_client.api.devices import post_devices
from auth_client.api.sign_in import post_challenge, post_refresh, post_sign_in
from auth_client.models import (
    Claims,
    Csrf,
    DevicePasswordVerifierAnswer,
    DevicePasswordVerifierAnswerChallengeName,
    DevicePasswordVerifierChallenge,
    DevicePasswordVerifierResponses,
    DeviceSrpAuthAnswer,
    DeviceSrpAuthAnswerChallengeName,
    DeviceSrpAuthChallenge,
    DeviceSrpAuthResponses,
    DeviceVerifier,
    Error,
    PasswordVerifierAnswer,
    PasswordVerifierAnswerChallengeName,
    PasswordVerifierChallenge,
    PasswordVerifierResponses,
    PostDevicesBody,
    PostRefreshBody,
    SignedIn,
    SignInBySrp,
    SignInBySrpMethod,
    SignInBySrpParameters,
    SoftwareTokenMfaAnswer,
    SoftwareTokenMfaAnswerChallengeName,
    SoftwareTokenMfaChallenge,
    SoftwareTokenMfaResponses,
    Tokens,
)
from auth_client.types import UNSET

CSRF = Csrf("1")


# The proof of a password, as the document's introduction has it; the group is the one that it prints.
def pad(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def mac(key: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


class Proof:
    def __init__(self, modulus: int, label: bytes):
        self.n, self.label = modulus, label
        self.a = secrets.randbits(256)
        self.public = pow(2, self.a, self.n)

    def sign(self, given, group: str, name: str, password: str) -> dict:
        """The answer for a person (realm, userIdForSrp) or a device (deviceGroupKey, deviceKey)."""
        b, salt = int(given.srp_b, 16), int(given.salt, 16)
        assert b % self.n
        u = number(digest(pad(self.public), pad(b)))
        k = number(digest(pad(self.n), pad(2)))
        x = private(group, name, password, salt)
        shared = pow((b - k * pow(2, x, self.n)) % self.n, self.a + u * x, self.n)
        key = mac(mac(pad(u), pad(shared)), self.label, b"\x01")[:16]
        now = datetime.now(timezone.utc)
        timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
        block = base64.b64decode(given.secret_block)
        signature = mac(key, group.encode(), name.encode(), block, timestamp.encode())
        return {
            "timestamp": timestamp,
            "password_claim_secret_block": given.secret_block,
            "password_claim_signature": base64.b64encode(signature).decode(),
        }


def private(group: str, name: str, password: str, salt: int) -> int:
    return number(digest(pad(salt), digest(f"{group}{name}:{password}".encode())))


def totp(secret: str) -> str:
    """RFC 6238."""
    message = struct.pack(">Q", int(time.time()) // 30)
    code = hmac.new(base64.b32decode(secret), message, hashlib.sha1).digest()
    at = code[-1] & 15
    return f"{(struct.unpack('>I', code[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class App:
    def __init__(self, url: str, username: str, password: str, secret: str, group: tuple):
        self.client = Client(base_url=url, raise_on_unexpected_status=True)
        self.username, self.password, self.secret, self.group = username, password, secret, group
        self.device = None

    def sign_in(self):
        asked = []
        proof = Proof(*self.group)
        key = self.device[0] if self.device else UNSET
        parameters = SignInBySrpParameters(username=self.username, srp_a=f"{proof.public:x}", device_key=key)
        body = SignInBySrp(method=SignInBySrpMethod.SRP, auth_parameters=parameters)
        answer = post_sign_in.sync(client=self.client, body=body, x_auth_csrf=CSRF)
        while not isinstance(answer, (SignedIn, Error)):
            asked.append(str(answer.challenge_name))
            if isinstance(answer, DeviceSrpAuthChallenge):
                proof = Proof(*self.group)
            body = self.respond(answer, proof)
            answer = post_challenge.sync(client=self.client, body=body, x_auth_csrf=CSRF)
        return asked, answer

    def respond(self, challenge, proof):
        given = challenge.challenge_parameters
        key = self.device[0] if self.device else UNSET
        match challenge:
            case PasswordVerifierChallenge():
                signed = proof.sign(given, given.realm, given.user_id_for_srp, self.password)
                self.inner = given.user_id_for_srp
                return PasswordVerifierAnswer(
                    challenge_name=PasswordVerifierAnswerChallengeName.PASSWORD_VERIFIER,
                    challenge_responses=PasswordVerifierResponses(username=self.inner, device_key=key, **signed),
                    session=challenge.session,
                )
            case SoftwareTokenMfaChallenge():
                code = totp(self.secret)
                return SoftwareTokenMfaAnswer(
                    challenge_name=SoftwareTokenMfaAnswerChallengeName.SOFTWARE_TOKEN_MFA,
                    challenge_responses=SoftwareTokenMfaResponses(username=self.inner, software_token_mfa_code=code),
                    session=challenge.session,
                )
            case DeviceSrpAuthChallenge():
                return DeviceSrpAuthAnswer(
                    challenge_name=DeviceSrpAuthAnswerChallengeName.DEVICE_SRP_AUTH,
                    challenge_responses=DeviceSrpAuthResponses(
                        username=self.inner, device_key=key, srp_a=f"{proof.public:x}"
                    ),
                    session=challenge.session,
                )
            case DevicePasswordVerifierChallenge():
                signed = proof.sign(given, self.device[1], key, self.device[2])
                return DevicePasswordVerifierAnswer(
                    challenge_name=DevicePasswordVerifierAnswerChallengeName.DEVICE_PASSWORD_VERIFIER,
                    challenge_responses=DevicePasswordVerifierResponses(username=self.inner, device_key=key, **signed),
                    session=challenge.session,
                )
        raise TypeError(f"this client does not know {challenge.challenge_name}")

    def remember(self, tokens: Tokens):
        """Confirms the device that came with a sign-in."""
        new, password = tokens.new_device_metadata, secrets.token_urlsafe(30)
        salt = secrets.randbits(128)
        verifier = pow(2, private(new.device_group_key, new.device_key, password, salt), self.group[0])
        text = lambda value: base64.b64encode(pad(value)).decode()
        config = DeviceVerifier(salt=text(salt), password_verifier=text(verifier))
        body = PostDevicesBody(device_key=new.device_key, device_secret_verifier_config=config, device_name="test")
        self.with_token(tokens)
        done = post_devices.sync(client=self.client, body=body, x_auth_csrf=CSRF)
        assert not isinstance(done, Error), done
        self.device = (new.device_key, new.device_group_key, password)

    def with_token(self, tokens: Tokens):
        self.client = self.client.with_headers({"Authorization": f"Bearer {tokens.access_token}"})


def main():
    url, username, password, secret, modulus, label = sys.argv[1:]
    app = App(url, username, password, secret, (int(modulus, 16), label.encode()))
    asked, answer = app.sign_in()
    if isinstance(answer, Error):
        return {"asked": asked, "code": answer.error.code, "retryable": answer.error.retryable}
    if isinstance(answer.tokens, Claims):
        claims = answer.tokens.access_claims.additional_properties
        return {"asked": asked, "subject": bool(claims["sub"]), "token": hasattr(answer.tokens, "access_token")}
    app.remember(answer.tokens)
    again, answer = app.sign_in()
    assert isinstance(answer, SignedIn), answer
    app.with_token(answer.tokens)
    user = get_user.sync(client=app.client, x_auth_csrf=CSRF)
    body = PostRefreshBody(refresh_token=answer.tokens.refresh_token, device_key=app.device[0])
    renewed = post_refresh.sync(client=app.client, body=body, x_auth_csrf=CSRF)
    assert renewed.tokens.access_token != answer.tokens.access_token
    email = next(one.value for one in user.user_attributes if one.name == "email")
    return {"asked": asked, "again": again, "username": user.username, "email": email}


print(json.dumps(main()))
