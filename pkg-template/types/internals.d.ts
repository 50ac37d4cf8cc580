/** Adds ` auth` to the user agent of every request. */
export declare function addAuthCategoryToCognitoUserAgent(): void;
/** Adds ` framework/<content>` to the user agent of every request. */
export declare function addFrameworkToCognitoUserAgent(content: string): void;
