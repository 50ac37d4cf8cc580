// Operations of AWS that the local Cognito refuses.

/** Each with its exception. */
export const REFUSED = {
  AdminListUserAuthEvents: 'UserPoolAddOnNotEnabledException',
  AdminUpdateAuthEventFeedback: 'UserPoolAddOnNotEnabledException',
  CreateUserPoolReplica: 'UnsupportedOperationException',
  DeleteUserPoolReplica: 'UnsupportedOperationException',
  GetProvisionedLimit: 'UnsupportedOperationException',
  GetSigningCertificate: 'UnsupportedOperationException',
  ListUserPoolReplicas: 'UnsupportedOperationException',
  UpdateAuthEventFeedback: 'UserPoolAddOnNotEnabledException',
  UpdateProvisionedLimit: 'UnsupportedOperationException',
  UpdateUserPoolReplica: 'UnsupportedOperationException',
};
