//! Every route of the program, from four lists that can be read: the plain routes' table, the pages' route list, the
//! server functions' registry, and the files of the built site.

use std::sync::LazyLock;

use app::{App, document};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list, render_app_async_with_context};
use tower_http::services::ServeDir;

use crate::page::give_context;
use crate::routes::plain_routes;
use crate::state::AppState;

#[expect(clippy::disallowed_methods, reason = "this is the one place: once in a process, before it serves any page")]
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The application's pages.
///
/// Leptos lists them by drawing the application while it keeps all resources of the process from loading: a page that is
/// being drawn at that moment would never end. So they are listed once.
pub fn pages() -> &'static [AxumRouteListing] {
    &PAGES
}

/// The router. Server functions are posted to, never got: nothing changes by a link.
pub fn router(state: &AppState) -> Router {
    let context = {
        let state = state.clone();
        move || give_context(&state)
    };
    let document_of = {
        let options = state.options.clone();
        move || document(options.clone())
    };
    let plain = plain_routes().into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler));
    plain
        .route("/api/{*function}", post(server_function))
        .leptos_routes_with_context(state, pages().to_vec(), context.clone(), document_of.clone())
        .fallback_service(files(state).fallback(any(render_app_async_with_context(context, document_of))))
        .with_state(state.clone())
}

/// The site's files; what is no file goes on to the page that says that there is nothing.
///
/// `leptos_axum::file_and_error_handler` would do both, but it looks for the answer's headers in whatever page the
/// thread began to render last: now and then a file took the policy or the redirect away from somebody's page.
fn files(state: &AppState) -> ServeDir {
    ServeDir::new(&*state.options.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
}

/// Calls a server function. The answer is JSON for everybody: a browser that would rather have HTML is not sent back to
/// the page that it came from, as Leptos would do.
async fn server_function(State(state): State<AppState>, mut request: Request<Body>) -> Response {
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    leptos_axum::handle_server_fns_with_context(move || give_context(&state), request).await.into_response()
}
