//! What an administrator may do: a table of routes to AWS's admin operations, and the deny list.

use serde_json::{Map, Value, json};

use super::deny;
use super::exchange::{Event, Step};
use super::failure::{
    Checked, Failure, bad_gateway, from_service, invalid, method_not_allowed, not_allowed, not_found, unavailable,
};
use super::person::Person;
use super::service::answer_in;
use super::visit::Visit;
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

/// What becomes of a person's tokens when an administrator has acted.
enum Effect {
    /// The sessions are over.
    Sessions,
    /// What the tokens claim is not so any more: they must be refreshed.
    Claims,
}

fn effect(command: &str) -> Option<Effect> {
    match command {
        "AdminDeleteUser"
        | "AdminDisableUser"
        | "AdminResetUserPassword"
        | "AdminSetUserPassword"
        | "AdminUserGlobalSignOut" => Some(Effect::Sessions),
        "AdminAddUserToGroup" | "AdminRemoveUserFromGroup" | "DeleteGroup" => Some(Effect::Claims),
        _ => None,
    }
}

/// How many pages of people or of groups are read.
const PAGES: usize = 50;

impl Visit<'_> {
    /// Answers a request below `/admin`.
    pub(super) async fn administer(&self, path: &str) -> Checked<Value> {
        let Some(admin) = &self.config.admin else { return Err(not_found()) };
        let has_body = !["GET", "DELETE"].contains(&self.request.method.as_str());
        let mut found = None;
        let mut methods = Vec::new();
        for (method, template, command, members) in ROUTES {
            let Some(carried) = matched(template, path) else { continue };
            if *method == self.request.method {
                found = Some((template, command, members, carried));
                break;
            }
            methods.push(*method);
        }
        let denies = path == "/denied-tokens";
        if denies && self.request.method != "POST" {
            methods.push("POST");
        }
        if found.is_none() && (!denies || !methods.is_empty()) {
            return if methods.is_empty() {
                Err(not_found())
            } else {
                Err(Failure { allow: Some(methods.join(", ")), ..method_not_allowed() })
            };
        }
        if has_body {
            self.check_body_head()?;
        }
        self.begin(true).await?;
        let person = self.person().await?;
        // In cookie custody the token was not verified on its way here: an administrator's always is.
        self.verified(person.access.expose()).await?;
        if !person.is_in(&admin.group) || !self.is_still_in(&person, &admin.group).await? {
            self.audit("adminRefused", Some(person.subject()), None);
            return Err(not_allowed());
        }
        match found {
            Some((template, command, members, carried)) => {
                self.label(&["/admin", template].concat());
                let input = self.admin_input(carried, members)?;
                self.command(&person, command, input).await
            }
            None => self.deny_token(&person).await,
        }
    }

    /// What the user pool says now: a token tells how things were when it was issued.
    async fn is_still_in(&self, person: &Person, group: &str) -> Checked<bool> {
        let Some(name) = person.claims.get("username").and_then(Value::as_str) else { return Ok(false) };
        let user = json!({ "Username": name });
        let told = self.ask_pool("AdminGetUser", &user).await;
        let enabled = |user: &Json| Value::from(user).get("Enabled").and_then(Value::as_bool).unwrap_or(true);
        match told {
            Ok(user) if enabled(&user) => {}
            Err(failure) if failure.retryable => return Err(failure),
            _ => return Ok(false),
        }
        let groups = self.pages("AdminListGroupsForUser", user, "Groups").await?;
        Ok(groups.iter().any(|one| one.get("GroupName").and_then(Value::as_str) == Some(group)))
    }

    /// All items of a list that comes in pages.
    async fn pages(&self, command: &str, input: Value, list: &str) -> Checked<Vec<Value>> {
        let mut input = input.as_object().cloned().unwrap_or_default();
        let mut items = Vec::new();
        for _ in 0..PAGES {
            let page = Value::from(&self.ask_pool(command, &Value::Object(input.clone())).await?);
            items.extend(page.get(list).and_then(Value::as_array).into_iter().flatten().cloned());
            match page.get("NextToken").and_then(Value::as_str) {
                Some(token) => _ = input.insert("NextToken".into(), json!(token)),
                None => break,
            }
        }
        Ok(items)
    }

    async fn ask_pool(&self, command: &str, input: &Value) -> Checked<Json> {
        let mut input = input.as_object().cloned().unwrap_or_default();
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
        reply.map_err(|error| from_service(&error, self.pool))
    }

    fn admin_input(&self, mut carried: Map<String, Value>, members: &[&str]) -> Checked<Map<String, Value>> {
        let mut given = Json::Map(Vec::new());
        if ["GET", "DELETE"].contains(&self.request.method.as_str()) {
            self.no_body()?;
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

    async fn command(&self, person: &Person, command: &str, input: Map<String, Value>) -> Checked<Value> {
        let target = input.get("Username").or(input.get("GroupName")).and_then(Value::as_str).unwrap_or_default();
        self.audit(command, Some(person.subject()), Some(target));
        let input = Value::Object(input);
        let effect = effect(command);
        // Who that is must be asked before: afterwards there may be nobody of that name.
        let subjects = if effect.is_some() { self.subjects(&input).await? } else { Vec::new() };
        let reply = self.ask_pool(command, &input).await?;
        let name_of = match effect {
            Some(Effect::Claims) => deny::tokens_of,
            _ => deny::sessions_of,
        };
        let mut names: Vec<String> = subjects.iter().map(|subject| name_of(subject)).collect();
        if matches!(effect, Some(Effect::Sessions)) {
            names.extend(subjects.iter().map(|subject| deny::tokens_of(subject)));
        }
        if !names.is_empty() && !self.deny_before(names, None).await {
            // It is done, and what was issued before is still taken: whoever asked must ask again.
            return Err(unavailable(false));
        }
        Ok(Value::from(&wire::answer(&reply)))
    }

    /// The `sub` of the person that a command is about, or of everybody in the group.
    async fn subjects(&self, input: &Value) -> Checked<Vec<String>> {
        let sub = |attributes: Option<&Value>| {
            let all = attributes.and_then(Value::as_array).into_iter().flatten();
            let found = all.filter(|one| one.get("Name").and_then(Value::as_str) == Some("sub"));
            found.filter_map(|one| one.get("Value").and_then(Value::as_str)).map(str::to_owned).next()
        };
        if let Some(name) = input.get("Username") {
            let user = Value::from(&self.ask_pool("AdminGetUser", &json!({ "Username": name })).await?);
            return Ok(sub(user.get("UserAttributes")).into_iter().collect());
        }
        let group = json!({ "GroupName": input.get("GroupName") });
        let people = self.pages("ListUsersInGroup", group, "Users").await?;
        Ok(people.iter().filter_map(|user| sub(user.get("Attributes"))).collect())
    }

    /// `POST /admin/denied-tokens {token, family}`: by its own marks, or with all that were refreshed from one sign-in.
    async fn deny_token(&self, person: &Person) -> Checked<Value> {
        self.label("/admin/denied-tokens");
        let body = self.json_body()?;
        let token = body.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| invalid("`token` is missing."))?;
        let family = body.get("family").and_then(Value::as_bool).unwrap_or(false);
        self.audit("denyToken", Some(person.subject()), None);
        let deny::Denial { keys, until } = deny::denial(token, family, self.now_s());
        match self.host.flag(Step::Deny { keys, until }).await {
            Some(true) => Ok(json!({})),
            _ => Err(unavailable(false)),
        }
    }
}
