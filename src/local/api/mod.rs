//! Every operation by its name: who may call it, and what does it.

mod absent;
mod account;
mod app_clients;
mod auth;
mod client_secrets;
mod client_token;
mod configurations;
mod devices;
mod domains;
mod groups;
mod import_jobs;
mod linked_providers;
mod list_users;
mod mfa;
mod oauth;
mod page;
mod passkeys;
mod pools;
mod recovery;
mod resource_kinds;
mod resources;
mod sessions;
mod sign_up;
mod tags;
mod unauthenticated;
mod users;

use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, Stop, invalid_parameter, not_authorized, not_found, refuse};
use crate::local::model::pool::Pool;
use crate::local::model::state::State;
use crate::local::shapes::{self, Problem};
use crate::local::tokens::{Caller, authorize, pool_id_of};

use absent::is_absent;
pub(in crate::local) use app_clients::add_client;
pub(in crate::local) use auth::{go_on_hosted, open_hosted, respond, start_hosted};
use configurations::Configuration;
pub(in crate::local) use domains::add_domain;
pub(in crate::local) use groups::add_group;
pub(in crate::local) use mfa::{associate, verify as verify_authenticator};
pub(in crate::local) use pools::{add_pool, check_functions, move_to};
pub(in crate::local) use recovery::{confirm as confirm_forgot, forgot};
use resource_kinds::Kind;
pub(in crate::local) use resource_kinds::{IDENTITY_PROVIDER, RESOURCE_SERVER};
use resources::Action;
pub(in crate::local) use resources::create as add_resource;
pub(in crate::local) use sessions::{Rotated, refresh};
pub(in crate::local) use sign_up::{after_confirmation, confirm as confirm_sign_up, resend, sign_up};
pub(in crate::local) use users::seed;

type OnPool = fn(&mut Env<'_>, &mut Pool, Input<'_>) -> Answer;
type OnUser = fn(&mut Env<'_>, &mut Pool, &str, Input<'_>) -> Answer;

/// How an operation finds its pool and its user.
enum Handler {
    /// By `ClientId`.
    Client(OnPool),
    /// By `AccessToken`.
    Person(OnUser),
    /// By `AccessToken`, with what else the token says.
    Caller(fn(&mut Env<'_>, &mut Pool, &Caller, Input<'_>) -> Answer),
    /// By `AccessToken` or by `Session`.
    Enrolment(OnPool),
    /// By `UserPoolId`.
    Pool(OnPool),
    /// By `UserPoolId` and `Username`.
    Admin(OnUser),
    /// Over all pools.
    Server(fn(&mut Env<'_>, &mut State, Input<'_>) -> Answer),
    /// By `UserPoolId`: what the pool keeps and gives back.
    Resource(&'static Kind, Action),
    /// By `UserPoolId`: a configuration to set.
    Set(&'static Configuration),
    /// By `UserPoolId`: a configuration to give back.
    Get(&'static Configuration),
    /// Known, and not part of this server.
    Absent(&'static str, &'static str),
}

const NO_EVENTS: &str = "The local Cognito does not record authentication events.";

fn handler(operation: &str) -> Option<Handler> {
    use Handler::{Absent, Admin, Caller, Client, Enrolment, Person, Server};
    Some(match operation {
        "SignUp" => Client(sign_up::sign_up),
        "ConfirmSignUp" => Client(sign_up::confirm),
        "ResendConfirmationCode" => Client(sign_up::resend),
        "ForgotPassword" => Client(recovery::forgot),
        "ConfirmForgotPassword" => Client(recovery::confirm),
        "InitiateAuth" => Client(auth::initiate),
        "RespondToAuthChallenge" => Client(auth::respond),
        "GetTokensFromRefreshToken" => Client(sessions::get_tokens),
        "RevokeToken" => Client(sessions::revoke),
        "GetUser" => Person(account::get),
        "DeleteUser" => Person(account::delete),
        "UpdateUserAttributes" => Caller(account::update),
        "DeleteUserAttributes" => Person(account::delete_attributes),
        "GetUserAttributeVerificationCode" => Person(account::request_code),
        "VerifyUserAttribute" => Person(account::verify),
        "ChangePassword" => Person(account::change_password),
        "GetUserAuthFactors" => Person(mfa::auth_factors),
        "SetUserMFAPreference" => Person(mfa::set_preference),
        "SetUserSettings" => Person(mfa::set_settings),
        "AssociateSoftwareToken" => Enrolment(mfa::associate),
        "VerifySoftwareToken" => Enrolment(mfa::verify),
        "ConfirmDevice" => Person(devices::confirm),
        "GetDevice" => Person(devices::get),
        "ListDevices" => Person(devices::list),
        "ForgetDevice" => Person(devices::forget),
        "UpdateDeviceStatus" => Person(devices::update),
        "GlobalSignOut" => Person(sessions::global_sign_out),
        "ListUserSessions" => Caller(sessions::list),
        "RevokeUserSession" => Caller(sessions::revoke_one),
        "StartWebAuthnRegistration" => Caller(passkeys::start),
        "CompleteWebAuthnRegistration" => Caller(passkeys::complete),
        "ListWebAuthnCredentials" => Person(passkeys::list),
        "DeleteWebAuthnCredential" => Person(passkeys::delete),
        "UpdateAuthEventFeedback" | "AdminUpdateAuthEventFeedback" | "AdminListUserAuthEvents" => {
            Absent("UserPoolAddOnNotEnabledException", NO_EVENTS)
        }
        "GetClientToken" => Client(client_token::get),

        "AdminInitiateAuth" => Handler::Pool(auth::admin_initiate),
        "AdminRespondToAuthChallenge" => Handler::Pool(auth::admin_respond),
        "AdminCreateUser" => Handler::Pool(users::create),
        "AdminGetUser" => Admin(users::get),
        "AdminDeleteUser" => Admin(account::delete),
        "AdminEnableUser" => Admin(users::enable),
        "AdminDisableUser" => Admin(users::disable),
        "AdminConfirmSignUp" => Admin(sign_up::admin_confirm),
        "AdminSetUserPassword" => Admin(users::set_password),
        "AdminResetUserPassword" => Admin(recovery::admin_reset),
        "AdminUpdateUserAttributes" => Admin(users::update_attributes),
        "AdminDeleteUserAttributes" => Admin(account::delete_attributes),
        "AdminSetUserMFAPreference" => Admin(mfa::set_preference),
        "AdminSetUserSettings" => Admin(mfa::set_settings),
        "AdminDeleteSoftwareToken" => Admin(mfa::delete_software_token),
        "AdminGetUserAuthFactors" => Admin(mfa::auth_factors),
        "AdminGetDevice" => Admin(devices::get),
        "AdminListDevices" => Admin(devices::list),
        "AdminForgetDevice" => Admin(devices::forget),
        "AdminUpdateDeviceStatus" => Admin(devices::update),
        "AdminUserGlobalSignOut" => Admin(sessions::global_sign_out),
        "AdminListUserSessions" => Admin(sessions::admin_list),
        "AdminRevokeUserSession" => Admin(sessions::admin_revoke_one),
        "AdminAddUserToGroup" => Admin(groups::add_user),
        "AdminRemoveUserFromGroup" => Admin(groups::remove_user),
        "AdminListGroupsForUser" => Admin(groups::of_user),
        "CreateGroup" => Handler::Pool(groups::create),
        "GetGroup" => Handler::Pool(groups::get),
        "UpdateGroup" => Handler::Pool(groups::update),
        "DeleteGroup" => Handler::Pool(groups::delete),
        "ListGroups" => Handler::Pool(groups::list),
        "ListUsersInGroup" => Handler::Pool(groups::users),
        "ListUsers" => Handler::Pool(list_users::users),

        "CreateUserPool" => Server(pools::create),
        "ListUserPools" => Server(pools::list),
        "DeleteUserPool" => Server(pools::delete),
        "DescribeUserPool" => Handler::Pool(pools::describe),
        "UpdateUserPool" => Handler::Pool(pools::update),
        "GetUserPoolMfaConfig" => Handler::Pool(pools::get_mfa),
        "SetUserPoolMfaConfig" => Handler::Pool(pools::set_mfa),
        "CreateUserPoolClient" => Handler::Pool(app_clients::create),
        "DescribeUserPoolClient" => Handler::Pool(app_clients::describe),
        "UpdateUserPoolClient" => Handler::Pool(app_clients::update),
        "DeleteUserPoolClient" => Handler::Pool(app_clients::delete),
        "ListUserPoolClients" => Handler::Pool(app_clients::list),
        other => return kept(other),
    })
}

/// Operations on what a pool keeps without acting on it.
fn kept(operation: &str) -> Option<Handler> {
    use Action::{Create, Delete, Describe, List, Update};
    use Handler::{Get, Resource, Server, Set};
    use resource_kinds::{IDENTITY_PROVIDER, MANAGED_LOGIN_BRANDING, RESOURCE_SERVER, TERMS, USER_IMPORT_JOB};
    Some(match operation {
        "CreateIdentityProvider" => Resource(&IDENTITY_PROVIDER, Create),
        "DescribeIdentityProvider" => Resource(&IDENTITY_PROVIDER, Describe),
        "UpdateIdentityProvider" => Resource(&IDENTITY_PROVIDER, Update),
        "DeleteIdentityProvider" => Resource(&IDENTITY_PROVIDER, Delete),
        "ListIdentityProviders" => Resource(&IDENTITY_PROVIDER, List),
        "GetIdentityProviderByIdentifier" => Handler::Pool(resources::provider_by_identifier),
        "AdminLinkProviderForUser" => Handler::Pool(linked_providers::link),
        "AdminDisableProviderForUser" => Handler::Pool(linked_providers::disable),
        "CreateResourceServer" => Resource(&RESOURCE_SERVER, Create),
        "DescribeResourceServer" => Resource(&RESOURCE_SERVER, Describe),
        "UpdateResourceServer" => Resource(&RESOURCE_SERVER, Update),
        "DeleteResourceServer" => Resource(&RESOURCE_SERVER, Delete),
        "ListResourceServers" => Resource(&RESOURCE_SERVER, List),
        "CreateManagedLoginBranding" => Resource(&MANAGED_LOGIN_BRANDING, Create),
        "DescribeManagedLoginBranding" => Resource(&MANAGED_LOGIN_BRANDING, Describe),
        "UpdateManagedLoginBranding" => Resource(&MANAGED_LOGIN_BRANDING, Update),
        "DeleteManagedLoginBranding" => Resource(&MANAGED_LOGIN_BRANDING, Delete),
        "DescribeManagedLoginBrandingByClient" => Handler::Pool(resources::branding_by_client),
        "CreateTerms" => Resource(&TERMS, Create),
        "DescribeTerms" => Resource(&TERMS, Describe),
        "UpdateTerms" => Resource(&TERMS, Update),
        "DeleteTerms" => Resource(&TERMS, Delete),
        "ListTerms" => Resource(&TERMS, List),
        "DescribeTermsByClient" => Handler::Pool(resources::terms_by_client),
        "CreateUserImportJob" => Handler::Pool(import_jobs::make),
        "DescribeUserImportJob" => Resource(&USER_IMPORT_JOB, Describe),
        "ListUserImportJobs" => Resource(&USER_IMPORT_JOB, List),
        "StartUserImportJob" => Handler::Pool(import_jobs::start),
        "StopUserImportJob" => Handler::Pool(import_jobs::stop),
        "GetCSVHeader" => Handler::Pool(import_jobs::csv_header),
        "CreateUserPoolDomain" => Server(domains::create),
        "DescribeUserPoolDomain" => Server(domains::describe),
        "UpdateUserPoolDomain" => Handler::Pool(domains::update),
        "DeleteUserPoolDomain" => Resource(&resource_kinds::DOMAIN, Delete),
        "AddUserPoolClientSecret" => Handler::Pool(client_secrets::add),
        "ListUserPoolClientSecrets" => Handler::Pool(client_secrets::list),
        "DeleteUserPoolClientSecret" => Handler::Pool(client_secrets::delete),
        "SetUICustomization" => Set(&configurations::UI_CUSTOMIZATION),
        "GetUICustomization" => Get(&configurations::UI_CUSTOMIZATION),
        "SetRiskConfiguration" => Set(&configurations::RISK),
        "DescribeRiskConfiguration" => Get(&configurations::RISK),
        "SetLogDeliveryConfiguration" => Set(&configurations::LOG_DELIVERY),
        "GetLogDeliveryConfiguration" => Get(&configurations::LOG_DELIVERY),
        "SetUserPoolSessionConfiguration" => Set(&configurations::POOL_SESSIONS),
        "GetUserPoolSessionConfiguration" => Get(&configurations::POOL_SESSIONS),
        "SetUserPoolClientSessionConfiguration" => Set(&configurations::CLIENT_SESSIONS),
        "GetUserPoolClientSessionConfiguration" => Get(&configurations::CLIENT_SESSIONS),
        "TagResource" => Server(tags::tag),
        "UntagResource" => Server(tags::untag),
        "ListTagsForResource" => Server(tags::list),
        "AddCustomAttributes" => Handler::Pool(pools::add_attributes),
        _ => return None,
    })
}

/// Runs an operation.
pub(super) fn run(env: &mut Env<'_>, state: &mut State, operation: &str, input: Input<'_>) -> Answer {
    let Some(handler) = handler(operation) else {
        return Err(if is_absent(operation) {
            refuse(
                "UnsupportedOperationException",
                format!("The local Cognito does not support {operation}, which is an operation of Amazon Cognito."),
            )
        } else {
            refuse("UnknownOperationException", format!("Unknown operation {operation}."))
        });
    };
    shapes::request(operation, input.0).map_err(|problem| match problem {
        Problem::Type(text) => refuse("SerializationException", text),
        Problem::Constraint(text) => invalid_parameter(text),
    })?;
    env.metadata = input.metadata();
    if let Some(id) = input.text("ClientId")? {
        id.clone_into(&mut env.client_id);
    }
    match handler {
        Handler::Absent(name, text) => Err(refuse(name, text)),
        Handler::Server(run) => run(env, state, input),
        Handler::Client(run) => {
            let id = input.need("ClientId")?;
            let pool = state.pools.iter_mut().find(|pool| pool.clients.iter().any(|client| client.client_id == id));
            let pool = pool.ok_or_else(|| not_found(format!("User pool client {id} does not exist.")))?;
            on(env, pool, |env, pool| run(env, pool, input))
        }
        Handler::Person(run) => {
            let pool = pool_of_token(state, input.need("AccessToken")?)?;
            on(env, pool, |env, pool| {
                let caller = authorize(env, pool, input.need("AccessToken")?)?;
                env.client_id.clone_from(&caller.client_id);
                run(env, pool, &caller.username, input)
            })
        }
        Handler::Caller(run) => {
            let pool = pool_of_token(state, input.need("AccessToken")?)?;
            on(env, pool, |env, pool| {
                let caller = authorize(env, pool, input.need("AccessToken")?)?;
                env.client_id.clone_from(&caller.client_id);
                run(env, pool, &caller, input)
            })
        }
        Handler::Enrolment(run) => {
            let pool = match (input.text("AccessToken")?, input.text("Session")?) {
                (Some(token), _) => pool_of_token(state, token)?,
                (None, Some(session)) => state
                    .pools
                    .iter_mut()
                    .find(|pool| pool.sessions.contains_key(session))
                    .ok_or_else(|| not_authorized("Invalid session for the user."))?,
                (None, None) => return Err(invalid_parameter("AccessToken or Session is required.")),
            };
            on(env, pool, |env, pool| run(env, pool, input))
        }
        Handler::Pool(run) => {
            let pool = state.pool_mut(input.need("UserPoolId")?)?;
            on(env, pool, |env, pool| run(env, pool, input))
        }
        Handler::Resource(kind, action) => {
            let pool = state.pool_mut(input.need("UserPoolId")?)?;
            on(env, pool, |env, pool| resources::run(env, pool, kind, action, input))
        }
        Handler::Set(it) => configurations::set(env, state.pool_mut(input.need("UserPoolId")?)?, it, input),
        Handler::Get(it) => configurations::get(state.pool_mut(input.need("UserPoolId")?)?, it, input),
        Handler::Admin(run) => {
            let pool = state.pool_mut(input.need("UserPoolId")?)?;
            let name = pool.named(input.need("Username")?)?;
            on(env, pool, |env, pool| run(env, pool, &name, input))
        }
    }
}

/// Runs on one pool; when a trigger has to run first, the pool is left as it was.
pub(in crate::local) fn on<T>(
    env: &mut Env<'_>,
    pool: &mut Pool,
    run: impl FnOnce(&mut Env<'_>, &mut Pool) -> Checked<T>,
) -> Checked<T> {
    pool.prune(env.now);
    let before = if pool.triggers.is_empty() { None } else { Some(pool.clone()) };
    let answer = run(env, pool);
    if let (Err(Stop::Invoke { .. } | Stop::Fetch(_)), Some(before)) = (&answer, before) {
        *pool = before;
    }
    answer
}

fn pool_of_token<'s>(state: &'s mut State, token: &str) -> Checked<&'s mut Pool> {
    let id = pool_id_of(token).ok_or_else(|| not_authorized("Invalid Access Token"))?;
    state.pools.iter_mut().find(|pool| pool.id == id).ok_or_else(|| not_authorized("Invalid Access Token"))
}
