//! The table of routes: where each of the 34 operations has its place.

use crate::operation::Operation;
use crate::prelude::*;
use crate::text::percent;

/// On whose behalf a route is called, and so what the proxy adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody is signed in yet.
    Public,
    /// The person who is signed in: the access token is added.
    Person,
    /// The person who is signed in or, with a `session`, the one who is signing in.
    PersonOrSession,
    /// Whoever has the refresh token.
    Refresh,
}

/// One operation's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// What is done there.
    pub operation: Operation,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the base address; `{name}` is a member of the input.
    pub path: &'static str,
    /// On whose behalf.
    pub access: Access,
}

macro_rules! routes {
    ($($operation:ident $method:literal $path:literal $access:ident)*) => {
        /// Every route, in the order of the operations.
        pub const ROUTES: &[Route] = &[$(Route {
            operation: Operation::$operation, method: $method, path: $path, access: Access::$access,
        }),*];

        /// Where an operation has its place: each has exactly one.
        pub const fn route(operation: Operation) -> Route {
            match operation {
                $(Operation::$operation => Route {
                    operation, method: $method, path: $path, access: Access::$access,
                },)*
            }
        }
    };
}

routes! {
    AssociateSoftwareToken           "POST"   "/mfa/authenticator"         PersonOrSession
    ChangePassword                   "POST"   "/password"                  Person
    CompleteWebAuthnRegistration     "POST"   "/passkeys"                  Person
    ConfirmDevice                    "POST"   "/devices"                   Person
    ConfirmForgotPassword            "POST"   "/password/reset"            Public
    ConfirmSignUp                    "POST"   "/sign-up/confirm"           Public
    DeleteUser                       "DELETE" "/user"                      Person
    DeleteUserAttributes             "POST"   "/attributes/delete"         Person
    DeleteWebAuthnCredential         "DELETE" "/passkeys/{credentialId}"   Person
    ForgetDevice                     "DELETE" "/devices/{deviceKey}"       Person
    ForgotPassword                   "POST"   "/password/forgot"           Public
    GetDevice                        "GET"    "/devices/{deviceKey}"       Person
    GetTokensFromRefreshToken        "POST"   "/refresh"                   Refresh
    GetUser                          "GET"    "/user"                      Person
    GetUserAttributeVerificationCode "POST"   "/attributes/code"           Person
    GetUserAuthFactors               "GET"    "/factors"                   Person
    GlobalSignOut                    "POST"   "/sign-out/everywhere"       Person
    InitiateAuth                     "POST"   "/sign-in"                   Public
    ListDevices                      "GET"    "/devices"                   Person
    ListUserSessions                 "GET"    "/sessions"                  Person
    ListWebAuthnCredentials          "GET"    "/passkeys"                  Person
    ResendConfirmationCode           "POST"   "/sign-up/resend"            Public
    RespondToAuthChallenge           "POST"   "/challenge"                 Public
    RevokeToken                      "POST"   "/sign-out"                  Refresh
    RevokeUserSession                "DELETE" "/sessions/{sessionId}"      Person
    SetUserMFAPreference             "PUT"    "/mfa"                       Person
    SetUserSettings                  "PUT"    "/mfa/text-messages"         Person
    SignUp                           "POST"   "/sign-up"                   Public
    StartWebAuthnRegistration        "POST"   "/passkeys/start"            Person
    UpdateAuthEventFeedback          "POST"   "/feedback"                  Public
    UpdateDeviceStatus               "PATCH"  "/devices/{deviceKey}"       Person
    UpdateUserAttributes             "PATCH"  "/attributes"                Person
    VerifySoftwareToken              "POST"   "/mfa/authenticator/verify"  PersonOrSession
    VerifyUserAttribute              "POST"   "/attributes/verify"         Person
}

/// The name and the value that a path carries.
pub type PathMember = (&'static str, String);

/// What a method and a path mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A route, with the member that its path carries.
    Route(Route, Option<PathMember>),
    /// The path exists, for these methods.
    OtherMethods(Vec<&'static str>),
    /// There is nothing.
    Nothing,
}

/// Looks a path up, without its query.
pub fn find(method: &str, path: &str) -> Found {
    let mut others = Vec::new();
    for route in ROUTES {
        let Some(member) = matched(route.path, path) else { continue };
        if route.method == method {
            return Found::Route(*route, member);
        }
        others.push(route.method);
    }
    if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
}

/// What stands before the `{name}` of a template, and the name.
///
/// By bytes: the search for characters is half a kilobyte of the client.
pub(super) fn parts(template: &'static str) -> Option<(&'static str, &'static str)> {
    let at = template.bytes().position(|byte| byte == b'{')?;
    Some((template.get(..at)?, template.get(at + 1..)?.strip_suffix("}")?))
}

/// Whether the path is the template's, with what stands for its `{name}`.
fn matched(template: &'static str, path: &str) -> Option<Option<PathMember>> {
    let Some((before, name)) = parts(template) else {
        return (template == path).then_some(None);
    };
    // A fixed path that lies beside, as /passkeys/start, has its own route; none of them is a DELETE, PATCH or GET.
    let value = path.strip_prefix(before).filter(|value| !value.is_empty() && !value.contains('/'))?;
    Some(Some((name, percent::decode(value)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_one_place_and_no_two_share_one() {
        assert_eq!(ROUTES.len(), Operation::ALL.len());
        for operation in Operation::ALL {
            let place = route(*operation);
            assert_eq!(
                ROUTES.iter().filter(|other| (other.method, other.path) == (place.method, place.path)).count(),
                1
            );
            let path = place
                .path
                .replace("{deviceKey}", "a%2Fb")
                .replace("{credentialId}", "a%2Fb")
                .replace("{sessionId}", "a%2Fb");
            let Found::Route(found, member) = find(place.method, &path) else { panic!("{path}") };
            assert_eq!(found, place);
            assert_eq!(member.is_some(), place.path.contains('{'));
            assert!(member.is_none_or(|(_, value)| value == "a/b"));
        }
    }

    #[test]
    fn no_path_names_the_provider() {
        for route in ROUTES {
            for word in ["cognito", "aws", "amazon", "pool", "srp"] {
                assert!(!route.path.contains(word), "{}", route.path);
            }
        }
    }

    #[test]
    fn another_method_and_another_path_are_told_apart() {
        assert_eq!(find("DELETE", "/sign-in"), Found::OtherMethods(vec!["POST"]));
        for path in [
            "/",
            "",
            "/sign-in/",
            "/Sign-In",
            "//sign-in",
            "/devices/a/b",
            "/devices/",
            "/devices/%zz",
            "/sign-in/../user",
        ] {
            assert_eq!(find("POST", path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn access_follows_the_operations_members() {
        for route in ROUTES {
            let takes = |name| route.operation.members().iter().any(|member| member.name == name);
            let expected = match (takes("AccessToken"), takes("Session") && takes("AccessToken")) {
                (true, true) => Access::PersonOrSession,
                (true, false) => Access::Person,
                _ if takes("RefreshToken") || takes("Token") => Access::Refresh,
                _ => Access::Public,
            };
            assert_eq!(route.access, expected, "{}", route.operation.name());
        }
    }
}
