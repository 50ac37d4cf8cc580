//! The kinds of resources, as a table: members with their shapes, what names one, what the service shows of it.

use crate::local::host::input::{Input, Shape};
use crate::local::host::refusal::{Checked, invalid_parameter};
use crate::local::model::pool::Pool;

/// One member of a request that is kept.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// What names a resource.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// The request that makes it.
    Given(&'static str),
    /// The server.
    Drawn(&'static str),
}

/// A kind of resource.
pub(in crate::local) struct Kind {
    /// The member that answers wrap it in.
    pub(super) name: &'static str,
    /// What messages call it.
    pub(super) words: &'static str,
    pub(super) key: Key,
    pub(super) members: &'static [Member],
    /// Members that two resources of a pool cannot share all.
    pub(super) unique: &'static [&'static str],
    /// The exception for a second one.
    pub(super) exists: &'static str,
    /// Members that are kept and never shown.
    pub(super) hidden: &'static [&'static str],
    pub(super) dates: &'static [&'static str],
    /// The member that lists them, the one that pages, and what is shown there; everything, when it is empty.
    pub(super) list: &'static str,
    pub(super) token: &'static str,
    pub(super) summary: &'static [&'static str],
    pub(super) check: fn(&Pool, Input<'_>) -> Checked<()>,
}

impl Kind {
    pub(super) const fn key_member(&self) -> &'static str {
        match self.key {
            Key::Given(member) | Key::Drawn(member) => member,
        }
    }
}

pub(super) const fn must(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: true }
}

pub(super) const fn may(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: false }
}

const DATES: &[&str] = &["CreationDate", "LastModifiedDate"];

pub(in crate::local) static IDENTITY_PROVIDER: Kind = Kind {
    name: "IdentityProvider",
    words: "The identity provider",
    key: Key::Given("ProviderName"),
    members: &[
        must("ProviderType", Shape::Text),
        must("ProviderDetails", Shape::TextMap),
        may("AttributeMapping", Shape::TextMap),
        may("IdpIdentifiers", Shape::Texts),
        may("AcrMapping", Shape::TextMap),
    ],
    unique: &[],
    exists: "DuplicateProviderException",
    hidden: &[],
    dates: DATES,
    list: "Providers",
    token: "NextToken",
    summary: &["ProviderName", "ProviderType", "CreationDate", "LastModifiedDate"],
    check: |_, input| {
        const KNOWN: [&str; 6] = ["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"];
        let kind = input.need("ProviderType")?;
        if !KNOWN.contains(&kind) {
            return Err(invalid_parameter(format!("ProviderType must be one of {}.", KNOWN.join(", "))));
        }
        let details = input.texts("ProviderDetails")?;
        let lacks = |names: &[&'static str]| names.iter().copied().find(|name| !details.contains_key(*name));
        let lacking = match kind {
            "SAML" if details.contains_key("MetadataURL") => None,
            "SAML" => lacks(&["MetadataFile"]),
            "OIDC" => lacks(&["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"]),
            "SignInWithApple" => lacks(&["client_id", "team_id", "key_id", "authorize_scopes"]),
            _ => lacks(&["client_id", "client_secret", "authorize_scopes"]),
        };
        match lacking {
            Some(name) => Err(invalid_parameter(format!("ProviderDetails must include {name} for {kind}."))),
            None => Ok(()),
        }
    },
};

pub(in crate::local) static RESOURCE_SERVER: Kind = Kind {
    name: "ResourceServer",
    words: "The resource server",
    key: Key::Given("Identifier"),
    members: &[must("Name", Shape::Text), may("Scopes", Shape::Objects)],
    unique: &[],
    exists: "InvalidParameterException",
    hidden: &[],
    dates: &[],
    list: "ResourceServers",
    token: "NextToken",
    summary: &[],
    check: |_, input| {
        for scope in input.objects("Scopes")? {
            scope.need("ScopeDescription")?;
            if scope.need("ScopeName")?.contains('/') {
                return Err(invalid_parameter(
                    "ScopeName must not contain a slash: the resource server identifier comes before it.",
                ));
            }
        }
        Ok(())
    },
};

pub(super) static MANAGED_LOGIN_BRANDING: Kind = Kind {
    name: "ManagedLoginBranding",
    words: "The managed login branding",
    key: Key::Drawn("ManagedLoginBrandingId"),
    members: &[
        must("ClientId", Shape::Text),
        may("UseCognitoProvidedValues", Shape::Flag),
        may("Settings", Shape::Object),
        may("Assets", Shape::Objects),
    ],
    unique: &["ClientId"],
    exists: "ManagedLoginBrandingExistsException",
    hidden: &["ClientId"],
    dates: DATES,
    list: "",
    token: "",
    summary: &[],
    check: |pool, input| {
        if input.flag("UseCognitoProvidedValues")? == Some(true) && (input.has("Settings") || input.has("Assets")) {
            return Err(invalid_parameter("UseCognitoProvidedValues cannot be combined with Settings or Assets."));
        }
        pool.client(input.need("ClientId")?).map(|_| ())
    },
};

pub(super) static TERMS: Kind = Kind {
    name: "Terms",
    words: "The terms",
    key: Key::Drawn("TermsId"),
    members: &[
        must("ClientId", Shape::Text),
        must("TermsName", Shape::Text),
        must("TermsSource", Shape::Text),
        must("Enforcement", Shape::Text),
        must("Links", Shape::TextMap),
    ],
    unique: &["ClientId", "TermsName"],
    exists: "TermsExistsException",
    hidden: &[],
    dates: DATES,
    list: "Terms",
    token: "NextToken",
    summary: &["TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate"],
    check: |pool, input| {
        if input.need("TermsSource")? != "LINK" || input.need("Enforcement")? != "NONE" {
            return Err(invalid_parameter("TermsSource must be LINK and Enforcement must be NONE."));
        }
        pool.client(input.need("ClientId")?).map(|_| ())
    },
};

pub(super) static USER_IMPORT_JOB: Kind = Kind {
    name: "UserImportJob",
    words: "The import job",
    key: Key::Drawn("JobId"),
    members: &[
        must("JobName", Shape::Text),
        must("CloudWatchLogsRoleArn", Shape::Text),
        may("PasswordHashingAlgorithm", Shape::Text),
    ],
    unique: &[],
    exists: "InvalidParameterException",
    hidden: &[],
    dates: &["CreationDate"],
    list: "UserImportJobs",
    token: "PaginationToken",
    summary: &[],
    check: |_, _| Ok(()),
};

pub(super) static DOMAIN: Kind = Kind {
    name: "DomainDescription",
    words: "The domain",
    key: Key::Given("Domain"),
    members: &[
        may("ManagedLoginVersion", Shape::Number),
        may("CustomDomainConfig", Shape::Object),
        may("Routing", Shape::Object),
    ],
    unique: &[],
    exists: "InvalidParameterException",
    hidden: &[],
    dates: &[],
    list: "",
    token: "",
    summary: &[],
    check: |_, input| {
        if input.number("ManagedLoginVersion")?.is_some_and(|version| !matches!(version, 1 | 2)) {
            return Err(invalid_parameter("ManagedLoginVersion must be 1 or 2."));
        }
        match input.object("CustomDomainConfig")? {
            Some(config) => config.need("CertificateArn").map(|_| ()),
            None => Ok(()),
        }
    },
};
