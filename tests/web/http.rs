//! Amazon Cognito's wire: AWS JSON 1.1 over one endpoint.
//!
//! Source: Amazon Cognito user pools API Reference, "Making API requests".

use std::pin::Pin;

use gloo_net::http::Request;
use web_sys::RequestCache;

/// What came back, unread.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// `x-amzn-RequestId`.
    pub request_id: Option<String>,
    /// `x-amzn-ErrorType`.
    pub error_type: Option<String>,
    /// The body.
    pub body: String,
}

/// A reply to come; nothing when none arrives.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Option<Reply>> + 'a>>;

/// Carries a request to the service.
pub trait Transport {
    /// Sends an operation with its input, a JSON text.
    fn send<'a>(&'a self, operation: &'a str, body: &'a str) -> Answer<'a>;
}

/// `fetch`.
pub struct Http {
    endpoint: String,
}

impl Http {
    /// To the service at this address.
    pub fn new(endpoint: impl Into<String>) -> Http {
        Http { endpoint: endpoint.into() }
    }

    async fn post(&self, operation: &str, body: &str) -> Result<Reply, gloo_net::Error> {
        let reply = Request::post(&self.endpoint)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", &["AWSCognitoIdentityProviderService.", operation].concat())
            .cache(RequestCache::NoStore)
            .body(body)?
            .send()
            .await?;
        let headers = reply.headers();
        Ok(Reply {
            status: reply.status(),
            request_id: headers.get("x-amzn-RequestId"),
            error_type: headers.get("x-amzn-ErrorType"),
            body: reply.text().await?,
        })
    }
}

impl Transport for Http {
    fn send<'a>(&'a self, operation: &'a str, body: &'a str) -> Answer<'a> {
        Box::pin(async move { self.post(operation, body).await.ok() })
    }
}
