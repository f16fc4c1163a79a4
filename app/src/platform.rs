//! What differs between the server and the browser, behind functions of the same name.

#[cfg(feature = "hydrate")]
#[path = "platform/browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "platform/server.rs"]
mod side;

#[cfg(feature = "hydrate")]
pub use side::settle_address;
pub(crate) use side::*;
