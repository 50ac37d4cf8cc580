// What `X-Amz-User-Agent` says, for the whole page.
import { classOf } from './class.js';
import { AUTH_CATEGORY, getUserAgent } from './platform.js';

interface Agent {
  userAgent: string | undefined;
}
type AgentClass = (new () => Agent) & {
  prototype: Agent;
  category: string | undefined;
  framework: string | undefined;
};

const UserAgent = /*#__PURE__*/ (() => {
  const type = classOf<AgentClass, Agent>('UserAgent', () => {}, []);
  type.prototype.userAgent = getUserAgent();
  return type;
})();
export default UserAgent;

/** Appends to the user agent, unless it says so already. */
export function appendToCognitoUserAgent(content: string): void {
  if (!content) return;
  const { userAgent } = UserAgent.prototype;
  if (!userAgent) UserAgent.prototype.userAgent = content;
  else if (!userAgent.includes(content)) UserAgent.prototype.userAgent = `${userAgent} ${content}`;
}

export function addAuthCategoryToCognitoUserAgent(): void {
  UserAgent.category = AUTH_CATEGORY;
}

export function addFrameworkToCognitoUserAgent(framework: string): void {
  UserAgent.framework = framework;
}

/** The header's value. */
export function getAmplifyUserAgent(): string {
  const category = UserAgent.category ? ` ${UserAgent.category}` : '';
  const framework = UserAgent.framework ? ` framework/${UserAgent.framework}` : '';
  return `${UserAgent.prototype.userAgent}${category}${framework}`;
}
