//! Passkeys: registered in two steps, listed, deleted.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Value, json};

use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::input::missing;
use crate::local::host::refusal::{Answer, Stop, not_found, refuse};
use crate::local::model::credential::{BegunPasskey, Passkey};
use crate::local::model::pool::Pool;
use crate::local::proof::passkey::{ALGORITHMS, Ceremony, Fault, draw_challenge};
use crate::local::tokens::Caller;

/// How long an authenticator may take.
const TIMEOUT_MS: u32 = 60_000;

pub(super) fn start(env: &mut Env<'_>, pool: &mut Pool, caller: &Caller, _input: Input<'_>) -> Answer {
    let rules = pool.passkey_rules()?;
    let user = pool.user(&caller.username)?;
    let known: Vec<Value> = user.passkeys.iter().map(Passkey::descriptor).collect();
    let name = user.attribute("name").unwrap_or(&user.username);
    let challenge = draw_challenge(&mut env.rng);
    let options = json!({
        "rp": { "id": rules.relying_party_id, "name": rules.relying_party_id },
        "user": { "id": Base64UrlUnpadded::encode_string(user.sub().as_bytes()), "name": user.username, "displayName": name },
        "challenge": challenge,
        "pubKeyCredParams": ALGORITHMS.map(|algorithm| json!({ "type": "public-key", "alg": algorithm })),
        "timeout": TIMEOUT_MS,
        "excludeCredentials": known,
        "authenticatorSelection": {
            "requireResidentKey": true, "residentKey": "required", "userVerification": rules.user_verification,
        },
    });
    let begun =
        BegunPasskey { challenge, client_id: caller.client_id.clone(), expires: env.now + 2.0 * f64::from(TIMEOUT_MS) };
    pool.user_mut(&caller.username)?.passkey_begun = Some(begun);
    Ok(json!({ "CredentialCreationOptions": options }))
}

pub(super) fn complete(env: &mut Env<'_>, pool: &mut Pool, caller: &Caller, input: Input<'_>) -> Answer {
    let rules = pool.passkey_rules()?;
    let credential = input.value("Credential").ok_or_else(|| missing("Credential"))?;
    let user = pool.user_mut(&caller.username)?;
    // A challenge is good once, whatever comes of it.
    let begun = user.passkey_begun.take().filter(|begun| begun.expires > env.now);
    let begun = begun.ok_or_else(|| refused(Fault::Challenge))?;
    if begun.client_id != caller.client_id {
        return Err(refuse("WebAuthnClientMismatchException", "The registration was begun by another app client."));
    }
    let passkey =
        Ceremony::under(&rules, "webauthn.create", &begun.challenge).register(credential, env.now).map_err(refused)?;
    user.passkeys.retain(|known| known.id != passkey.id);
    user.passkeys.push(passkey);
    Ok(json!({}))
}

fn refused(fault: Fault) -> Stop {
    let (name, message) = match fault {
        Fault::Challenge => ("WebAuthnChallengeNotFoundException", "The challenge was not found, or has expired."),
        Fault::Origin => ("WebAuthnOriginNotAllowedException", "The origin does not belong to the relying party."),
        Fault::RelyingParty => {
            ("WebAuthnRelyingPartyMismatchException", "The credential belongs to another relying party.")
        }
        Fault::Unsupported => ("WebAuthnCredentialNotSupportedException", "The credential is not supported."),
        Fault::Malformed | Fault::Signature => ("InvalidParameterException", "The credential cannot be read."),
    };
    refuse(name, message)
}

pub(super) fn list(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let describe = |passkey: &Passkey| {
        let mut described = json!({
            "CredentialId": passkey.id,
            "FriendlyCredentialName": "Passkey",
            "RelyingPartyId": passkey.relying_party,
            "AuthenticatorTransports": passkey.transports,
            "CreatedAt": passkey.created / 1000.0,
        });
        if let (Some(described), Some(attachment)) = (described.as_object_mut(), &passkey.attachment) {
            described.insert("AuthenticatorAttachment".to_owned(), json!(attachment));
        }
        described
    };
    let all = pool.user(username)?.passkeys.iter().map(|passkey| (at(passkey.created, &passkey.id), passkey));
    page(all, describe, input, ("Credentials", "MaxResults", "NextToken"))
}

pub(super) fn delete(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let id = input.need("CredentialId")?;
    let user = pool.user_mut(username)?;
    if !user.passkeys.iter().any(|passkey| passkey.id == id) {
        return Err(not_found("The credential does not exist."));
    }
    user.passkeys.retain(|passkey| passkey.id != id);
    Ok(json!({}))
}
