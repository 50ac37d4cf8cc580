// Where the program has the DOM library, the platform's types are its own.
import type {
  CallOptions,
  FetchInit,
  FetchLike,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
  Session,
  SessionFetchInit,
  WasmBytes,
  WasmModule,
  WebAbortSignal,
  WebBody,
  WebFetch,
  WebRequest,
  WebRequestInit,
  WebResponse,
  WebUrl,
} from 'cognito-identity-wasm';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(_?: T): void => {};

sure<Equal<WebAbortSignal, AbortSignal>>();
sure<Equal<WebUrl, URL>>();
sure<Equal<WebRequest, Request>>();
sure<Equal<WebResponse, Response>>();
sure<Equal<WebRequestInit, RequestInit>>();
sure<Equal<WebBody, BodyInit>>();
sure<Equal<WebFetch, typeof fetch>>();
sure<Equal<WasmModule, WebAssembly.Module>>();
sure<Equal<WasmBytes, BufferSource>>();
sure<Equal<PasskeyCreationOptions, PublicKeyCredentialCreationOptionsJSON>>();
sure<Equal<PasskeyRequestOptions, PublicKeyCredentialRequestOptionsJSON>>();
sure<Equal<CallOptions['signal'], AbortSignal | undefined>>();
sure<Equal<FetchInit['body'], BodyInit | undefined>>();
sure<Equal<ReturnType<Session['fetch']>, Promise<Response>>>();
sure<Equal<Parameters<Session['fetch']>[0], string | URL | Request>>();
fetch satisfies FetchLike;
({}) as RequestInit satisfies SessionFetchInit;
