//! Operations of Amazon Cognito that this server does not have. A caller must learn that the name is right, and that nothing is there.

/// Names of the service model, apart from those that are answered.
const ABSENT: [&str; 7] = [
    "CreateUserPoolReplica",
    "DeleteUserPoolReplica",
    "GetProvisionedLimit",
    "GetSigningCertificate",
    "ListUserPoolReplicas",
    "UpdateProvisionedLimit",
    "UpdateUserPoolReplica",
];

/// Whether an operation exists at AWS alone.
pub(super) fn is_absent(operation: &str) -> bool {
    ABSENT.contains(&operation)
}
