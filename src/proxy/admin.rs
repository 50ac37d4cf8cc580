//! What an administrator may do: a table of routes to AWS's admin operations, and the deny list.

use serde_json::{Map, Value, json};

use super::deny;
use super::exchange::{Event, Step};
use super::failure::{
    Checked, Failure, bad_gateway, from_service, invalid, method_not_allowed, not_allowed, not_found, unavailable,
};
use super::person::Person;
use super::serve::Visit;
use super::service::answer_in;
use crate::operation::Json;
use crate::wire::rest::{self as wire, names};

/// Method, path, operation, and the members that a request may give.
pub type AdminRoute = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// `{username}` and `{groupName}` are members of the input.
pub const ROUTES: &[AdminRoute] = &[
    ("GET", "/users", "ListUsers", &["AttributesToGet", "Limit", "PaginationToken", "Filter"]),
    (
        "POST",
        "/users",
        "AdminCreateUser",
        &[
            "Username",
            "UserAttributes",
            "TemporaryPassword",
            "DesiredDeliveryMediums",
            "MessageAction",
            "ForceAliasCreation",
            "ClientMetadata",
        ],
    ),
    ("GET", "/users/{username}", "AdminGetUser", &[]),
    ("DELETE", "/users/{username}", "AdminDeleteUser", &[]),
    ("PATCH", "/users/{username}/attributes", "AdminUpdateUserAttributes", &["UserAttributes", "ClientMetadata"]),
    ("POST", "/users/{username}/attributes/delete", "AdminDeleteUserAttributes", &["UserAttributeNames"]),
    ("POST", "/users/{username}/enable", "AdminEnableUser", &[]),
    ("POST", "/users/{username}/disable", "AdminDisableUser", &[]),
    ("POST", "/users/{username}/confirm", "AdminConfirmSignUp", &["ClientMetadata"]),
    ("POST", "/users/{username}/password/reset", "AdminResetUserPassword", &["ClientMetadata"]),
    ("PUT", "/users/{username}/password", "AdminSetUserPassword", &["Password", "Permanent"]),
    ("POST", "/users/{username}/sign-out", "AdminUserGlobalSignOut", &[]),
    ("GET", "/users/{username}/groups", "AdminListGroupsForUser", &["Limit", "NextToken"]),
    ("PUT", "/users/{username}/groups/{groupName}", "AdminAddUserToGroup", &[]),
    ("DELETE", "/users/{username}/groups/{groupName}", "AdminRemoveUserFromGroup", &[]),
    ("GET", "/groups", "ListGroups", &["Limit", "NextToken"]),
    ("POST", "/groups", "CreateGroup", &["GroupName", "Description", "Precedence"]),
    ("DELETE", "/groups/{groupName}", "DeleteGroup", &[]),
    ("GET", "/groups/{groupName}/users", "ListUsersInGroup", &["Limit", "NextToken"]),
];

/// The members that a path carries, when it is the template's.
fn matched(template: &str, path: &str) -> Option<Map<String, Value>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut members = Map::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                let value = wire::decode(given).filter(|value| !value.is_empty())?;
                members.insert(names::aws_member(name), Value::String(value));
            }
            None if wanted == given => {}
            None => return None,
        }
    }
    Some(members)
}

impl Visit<'_> {
    /// Answers a request below `/admin`.
    pub(super) async fn administer(&self, path: &str) -> Checked<Value> {
        let Some(admin) = &self.config.admin else { return Err(not_found()) };
        let person = self.person().await?;
        // In cookie custody the token was not verified on its way here: an administrator's always is.
        self.verified(person.access.expose()).await?;
        if !person.is_in(&admin.group) {
            self.audit(&person, "refused", "");
            return Err(not_allowed());
        }
        if path == "/denied-tokens" {
            return self.deny_token(&person).await;
        }
        let mut methods = Vec::new();
        for (method, template, command, members) in ROUTES {
            let Some(carried) = matched(template, path) else { continue };
            if *method == self.request.method {
                self.label(&["/admin", template].concat());
                let input = self.admin_input(carried, members)?;
                return self.command(&person, command, input).await;
            }
            methods.push(*method);
        }
        if methods.is_empty() {
            return Err(not_found());
        }
        Err(Failure { allow: Some(methods.join(", ")), ..method_not_allowed() })
    }

    fn admin_input(&self, mut carried: Map<String, Value>, members: &[&str]) -> Checked<Map<String, Value>> {
        let mut given = Json::Map(Vec::new());
        if ["GET", "DELETE"].contains(&self.request.method.as_str()) {
            wire::read_query(&self.request.query, &mut given).map_err(|fault| invalid(&fault.message))?;
        } else {
            given = Json::from(&Value::Object(self.json_body()?));
        }
        let given = Value::from(&wire::to_service(&given));
        for (name, value) in given.as_object().cloned().unwrap_or_default() {
            let shape = wire::shapes::shape(&name);
            if members.contains(&name.as_str()) && !shape.fits(&Json::from(&value)) {
                return Err(invalid(&format!("`{}` must be {}.", names::member(&name), shape.words())));
            }
            if !members.contains(&name.as_str()) {
                return Err(invalid("The request has a member that this route does not take: see its description."));
            }
            carried.insert(name, value);
        }
        Ok(carried)
    }

    async fn command(&self, person: &Person, command: &str, mut input: Map<String, Value>) -> Checked<Value> {
        let target = input.get("Username").or(input.get("GroupName")).and_then(Value::as_str).unwrap_or_default();
        self.audit(person, command, target);
        input.insert("UserPoolId".into(), json!(self.pool.user_pool_id));
        let step = Step::Admin {
            command: command.to_owned(),
            input: Value::Object(input),
            region: self.pool.parts().0.to_owned(),
            endpoint: self.pool.endpoint.clone(),
        };
        let reply = match self.host.ask(step).await {
            Event::Replied { status, error_type, body } => answer_in(status, error_type.as_deref(), &body, || true),
            Event::Unanswered { timeout } => return Err(unavailable(timeout)),
            _ => return Err(bad_gateway()),
        };
        let reply = reply.map_err(|error| from_service(&error, self.pool))?;
        Ok(Value::from(&wire::answer(&reply)))
    }

    /// `POST /admin/denied-tokens {token, family}`: by its own marks, or with all that were refreshed from one sign-in.
    async fn deny_token(&self, person: &Person) -> Checked<Value> {
        self.label("/admin/denied-tokens");
        if self.request.method != "POST" {
            return Err(Failure { allow: Some("POST".into()), ..method_not_allowed() });
        }
        let body = self.json_body()?;
        let token = body.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| invalid("`token` is missing."))?;
        let family = body.get("family").and_then(Value::as_bool).unwrap_or(false);
        self.audit(person, "DenyToken", "");
        let (keys, until) = deny::denial(token, family, self.now_s());
        match self.host.flag(Step::Deny { keys, until }).await {
            Some(true) => Ok(json!({})),
            _ => Err(unavailable(false)),
        }
    }
}
