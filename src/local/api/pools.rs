//! Pools and app clients.

use serde_json::{Map, Value, json};

use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};
use crate::local::model::pool::Pool;
use crate::local::model::schema;
use crate::local::model::settings::{SchemaAttribute, Settings};
use crate::local::model::state::{Origin, State};
use crate::local::shapes::without_nulls;

/// What a pool keeps besides what this server acts on.
const KEPT: [&str; 16] = [
    "AcrConfiguration",
    "DcrConfiguration",
    "DeletionProtection",
    "EmailConfiguration",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "IssuerConfiguration",
    "KeyConfiguration",
    "LambdaConfig",
    "SmsAuthenticationMessage",
    "SmsConfiguration",
    "SmsVerificationMessage",
    "UserPoolAddOns",
    "UserPoolTags",
    "UserPoolTier",
    "VerificationMessageTemplate",
];

fn settings_of(request: &Map<String, Value>) -> Checked<Settings> {
    let mut request = without_nulls(&Value::Object(request.clone()));
    if let Some(request) = request.as_object_mut() {
        request.remove("Id");
        request.remove("UserPoolId");
    }
    let mut settings: Settings =
        serde_json::from_value(request).map_err(|_| invalid_parameter("The user pool cannot be read."))?;
    settings.other.retain(|name, _| KEPT.contains(&name.as_str()));
    if !settings.username_attributes.is_empty() && !settings.alias_attributes.is_empty() {
        return Err(invalid_parameter(
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        ));
    }
    Ok(settings)
}

/// Makes a pool from a CreateUserPool request, with the id that it names or a new one.
pub(in crate::local) fn add_pool(
    env: &mut Env<'_>,
    state: &State,
    region: &str,
    request: &Map<String, Value>,
) -> Checked<Pool> {
    let settings = settings_of(request)?;
    let id = match request.get("Id").and_then(Value::as_str) {
        Some(id) if is_pool_id(id) => id.to_owned(),
        Some(_) => return Err(invalid_parameter("Id must look like us-east-1_Local0001.")),
        None => format!("{region}_{}", env.rng.word(9)),
    };
    if state.pools.iter().any(|pool| pool.id == id) {
        return Err(invalid_parameter(format!("Id {id} is already in use by another pool.")));
    }
    let seed = env.rng.bytes(32).try_into().unwrap_or([0; 32]);
    Ok(Pool {
        issuer: state.origin.issuer_of(&id),
        id,
        settings,
        clients: Vec::new(),
        groups: Vec::new(),
        users: std::collections::BTreeMap::new(),
        resources: Vec::new(),
        families: Vec::new(),
        sessions: std::collections::BTreeMap::new(),
        attempts: std::collections::BTreeMap::new(),
        login: crate::local::model::login::Login::default(),
        triggers: Vec::new(),
        seed,
        device_group: format!("-{}", env.rng.word(8)),
        created: env.now,
        modified: env.now,
    })
}

fn is_pool_id(id: &str) -> bool {
    let word = |text: &str, extra: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
    };
    id.len() <= 55 && id.split_once('_').is_some_and(|(region, name)| word(region, "-") && word(name, ""))
}

pub(super) fn create(env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    input.need("PoolName")?;
    let region = state.pools.first().map_or("us-east-1", |pool| pool.region()).to_owned();
    let mut request = input.0.clone();
    request.remove("Id");
    let mut pool = add_pool(env, state, &region, &request)?;
    check_factors(&mut pool.settings)?;
    check_functions(&pool, &pool.settings)?;
    let answer = json!({ "UserPool": pool.describe() });
    state.pools.push(pool);
    Ok(answer)
}

pub(super) fn list(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let pools = state.pools.iter().map(|pool| (at(pool.created, &pool.id), pool));
    let describe = |pool: &Pool| {
        json!({
            "Id": pool.id,
            "Name": pool.settings.pool_name,
            "CreationDate": pool.created / 1000.0,
            "LastModifiedDate": pool.modified / 1000.0,
        })
    };
    page(pools, describe, input, ("UserPools", "MaxResults", "NextToken"))
}

pub(super) fn delete(_env: &mut Env<'_>, state: &mut State, input: Input<'_>) -> Answer {
    let pool = state.pool_mut(input.need("UserPoolId")?)?;
    if pool.settings.other.get("DeletionProtection").is_some_and(|protection| protection == "ACTIVE") {
        return Err(invalid_parameter("The user pool cannot be deleted because deletion protection is activated."));
    }
    let id = pool.id.clone();
    state.pools.retain(|pool| pool.id != id);
    Ok(json!({}))
}

pub(super) fn describe(_env: &mut Env<'_>, pool: &mut Pool, _input: Input<'_>) -> Answer {
    Ok(json!({ "UserPool": pool.describe() }))
}

/// Whether the settings say which second factors there are.
fn names_factor(settings: &Settings) -> bool {
    settings.sms_mfa_configuration.is_some()
        || settings.email_mfa_configuration.is_some()
        || settings.software_token_mfa_configuration.as_ref().is_some_and(|switch| switch.enabled)
}

/// A pool that asks for a second factor has one: CreateUserPool and UpdateUserPool know SMS alone.
fn check_factors(settings: &mut Settings) -> Checked<()> {
    if matches!(settings.mfa_configuration.as_deref(), None | Some("OFF")) || names_factor(settings) {
        return Ok(());
    }
    let sms = settings.other.get("SmsConfiguration").ok_or_else(|| {
        invalid_parameter(
            "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
        )
    })?;
    settings.sms_mfa_configuration = Some(Map::from_iter([("SmsConfiguration".to_owned(), sms.clone())]));
    Ok(())
}

/// UpdateUserPool: what is not named goes back to its default, but for what cannot change.
pub(super) fn update(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let mut settings = settings_of(input.0)?;
    let old = &pool.settings;
    settings.schema.clone_from(&old.schema);
    settings.username_attributes.clone_from(&old.username_attributes);
    settings.alias_attributes.clone_from(&old.alias_attributes);
    settings.username_configuration.clone_from(&old.username_configuration);
    settings.sms_mfa_configuration.clone_from(&old.sms_mfa_configuration);
    settings.software_token_mfa_configuration.clone_from(&old.software_token_mfa_configuration);
    settings.email_mfa_configuration.clone_from(&old.email_mfa_configuration);
    settings.web_authn.clone_from(&old.web_authn);
    if settings.pool_name.is_empty() {
        settings.pool_name.clone_from(&old.pool_name);
    }
    // A pool of the configuration offers every factor where it names none.
    if pool.mfa_mode() == "OFF" || names_factor(old) {
        check_factors(&mut settings)?;
    }
    check_functions(pool, &settings)?;
    pool.settings = settings;
    pool.modified = env.now;
    Ok(json!({}))
}

/// No function of AWS Lambda is called by its ARN here: each that LambdaConfig names has a handler, which the configuration brings.
pub(in crate::local) fn check_functions(pool: &Pool, settings: &Settings) -> Checked<()> {
    let config = settings.other.get("LambdaConfig").and_then(Value::as_object);
    for member in config.into_iter().flat_map(Map::keys).filter(|member| *member != "KMSKeyID") {
        let mut letters = member.strip_suffix("Config").unwrap_or(member).chars();
        let trigger: String =
            letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
        if !pool.triggers.contains(&trigger) {
            return Err(invalid_parameter(format!(
                "LambdaConfig.{member}: the local Cognito has no handler for {trigger} in this user pool. Give its pool \
                 handlers.{trigger}, or a lambdaEndpoint, in the configuration."
            )));
        }
    }
    Ok(())
}

/// AddCustomAttributes.
pub(super) fn add_attributes(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let new: Vec<SchemaAttribute> = input.parsed("CustomAttributes")?.ok_or_else(|| missing("CustomAttributes"))?;
    if new.iter().any(|attribute| attribute.required) {
        return Err(invalid_parameter("Required custom attributes are not supported currently."));
    }
    let mut settings = pool.settings.clone();
    for attribute in new {
        settings.schema.push(attribute);
        let all = schema::of(&settings);
        let name = all.last().map(|last| last.name.clone()).unwrap_or_default();
        if all.iter().filter(|known| known.name == name).count() > 1 || !name.contains(':') {
            return Err(invalid_parameter(format!("{name}: Existing attribute already has name {name}.")));
        }
    }
    pool.settings = settings;
    pool.modified = env.now;
    Ok(json!({}))
}

pub(super) fn get_mfa(_env: &mut Env<'_>, pool: &mut Pool, _input: Input<'_>) -> Answer {
    let mut answer = Map::new();
    let settings = &pool.settings;
    answer.insert("MfaConfiguration".to_owned(), json!(pool.mfa_mode()));
    for (member, value) in [
        ("SmsMfaConfiguration", settings.sms_mfa_configuration.as_ref().map(|value| json!(value))),
        ("SoftwareTokenMfaConfiguration", settings.software_token_mfa_configuration.as_ref().map(|value| json!(value))),
        ("EmailMfaConfiguration", settings.email_mfa_configuration.as_ref().map(|value| json!(value))),
        ("WebAuthnConfiguration", settings.web_authn.as_ref().map(|value| json!(value))),
    ] {
        if let Some(value) = value {
            answer.insert(member.to_owned(), value);
        }
    }
    Ok(Value::Object(answer))
}

pub(super) fn set_mfa(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let mode = input.text("MfaConfiguration")?;
    let settings = Settings {
        mfa_configuration: mode.map(str::to_owned),
        sms_mfa_configuration: input.parsed("SmsMfaConfiguration")?,
        software_token_mfa_configuration: input.parsed("SoftwareTokenMfaConfiguration")?,
        email_mfa_configuration: input.parsed("EmailMfaConfiguration")?,
        web_authn: input.parsed("WebAuthnConfiguration")?,
        ..pool.settings.clone()
    };
    if matches!(mode, Some("ON" | "OPTIONAL")) && !names_factor(&settings) {
        return Err(invalid_parameter("Invalid MFA configuration given, can't disable all MFAs and require MFA."));
    }
    pool.settings = settings;
    get_mfa(env, pool, input)
}

/// Gives every pool the issuer that this origin makes.
pub(in crate::local) fn move_to(state: &mut State, origin: Origin) {
    state.origin = origin;
    for pool in &mut state.pools {
        pool.issuer = state.origin.issuer_of(&pool.id);
    }
}
