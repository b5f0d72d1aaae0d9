// The token endpoint.
//
// Guessing must reveal nothing. An unknown client, a wrong secret and a disabled client take the
// same path: one look-up, one HMAC, two comparisons in constant time (with zeros if there is no
// secret), and the same response bytes. Correct credentials are never throttled, so failures in a
// client's name do not lock it out.

#include "auth/token_endpoint.h"

#include <algorithm>

#include "auth/authenticator.h"
#include "core/json.h"
#include "platform/client_secret.h"

namespace vip {
namespace {

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", "application/json")
      .header("Cache-Control", "no-store")
      .header("Pragma", "no-cache");
  response.body = std::move(body);
  return response;
}

http::Response error_response(const OAuthError& error) {
  std::string body;
  json::Writer{body}
      .begin_object()
      .key("error")
      .string(error.error)
      .key("error_description")
      .string(error.description)
      .end_object();
  auto response = json_response(error.status, std::move(body));
  if (error.status == 401)
    response.header("WWW-Authenticate", "Basic realm=\"vip\", charset=\"UTF-8\"");
  return response;
}

http::Response token_response(const IssuedToken& issued, Instant now) {
  std::string body;
  json::Writer{body}
      .begin_object()
      .key("access_token")
      .string(issued.token)
      .key("token_type")
      .string("Bearer")
      .key("expires_in")
      .number((issued.expires.milliseconds - now.milliseconds) / 1000)
      .key("scope")
      .string(issued.scopes.to_string())
      .end_object();
  return json_response(200, std::move(body));
}

// Whether a presented secret is one of the client's. Takes the same time for either result.
bool matches(const Credentials& credentials, const Digest& presented, Instant now) {
  bool matched = false;
  for (std::size_t i = 0; i < Credentials::kSecrets; ++i) {
    const bool equal = equal_constant_time(as_view(credentials.macs[i]), as_view(presented));
    const bool live = now < credentials.expires[i];
    matched = matched || (equal && live);
  }
  return matched;
}

bool is_scope_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte <= 0x7e && c != '"' && c != '\\';
  });
}

}  // namespace

http::Response TokenEndpoint::answer(const http::RequestHead& head, std::string_view body,
                                     std::string_view address, std::string_view correlation_id) {
  constexpr auto kAllow = "POST, OPTIONS";
  if (head.method == http::Method::options) {
    http::Response response;
    response.status = 204;
    return response.header("Allow", kAllow);
  }
  if (head.method != http::Method::post) {
    auto response = error_response({405, "invalid_request", "Request a token with POST."});
    return response.header("Allow", kAllow);
  }
  if (body.size() > kBodyLimit)
    return error_response({413, "invalid_request", "The body may have at most 16 KiB."});
  const auto request = read_token_request(head, body);
  if (!request) {
    auto response = refuse(request.error(), {}, address, correlation_id, Reason::malformed);
    if (request.error().status == 415)
      response.header("Accept", "application/json, application/x-www-form-urlencoded");
    return response;
  }
  try {
    return grant(*request, address, correlation_id);
  } catch (const std::exception& error) {
    // The disk is full or broken. A token is returned only after it is stored.
    observe(event::StoreFailed{{error, "token endpoint"}, {}});
    auto response = error_response({503, "temporarily_unavailable", "Try again in a moment."});
    return response.header("Retry-After", "1");
  }
}

http::Response TokenEndpoint::refuse(const Problem& problem) {
  const int status = info(problem.code).status;
  if (status == 413)
    return error_response({413, "invalid_request", "The body may have at most 16 KiB."});
  if (status >= 500)
    return error_response({status, "temporarily_unavailable", "Try again in a moment."});
  return error_response({status, "invalid_request", "The body could not be read."});
}

http::Response TokenEndpoint::grant(const TokenRequest& request, std::string_view address,
                                    std::string_view correlation_id) {
  const Instant now = platform_.clock().now();
  const auto tables = platform_.directory().tables();
  const auto client = tables->client_by_key(request.client_key);
  const auto credentials = tables->credentials(client ? client->id : Uuid{});
  const auto mac = secret_mac(platform_.secret_key(), request.client_key, request.secret);
  const bool has_form = has_secret_form(request.secret);
  const bool matched = matches(credentials, mac, now) && has_form;
  if (!client) return unauthenticated(request, address, correlation_id, Reason::unknown_client);
  if (!matched) return unauthenticated(request, address, correlation_id, Reason::wrong_secret);
  if (client->disabled) return unauthenticated(request, address, correlation_id, Reason::disabled);
  if (!is_allowed_from(*client, address)) {
    return refuse(
        {403, "access_denied", "The calling address is not on the allow-list of the client."},
        request, address, correlation_id, Reason::address);
  }
  auto scopes = client->scopes;
  if (request.scope) {
    const auto wanted =
        is_scope_text(*request.scope) ? ScopeSet::parse(*request.scope) : std::nullopt;
    if (!wanted || wanted->empty() || !client->scopes.admits_all(*wanted)) {
      return refuse({400, "invalid_scope", "The client does not have a requested scope."}, request,
                    address, correlation_id, Reason::scope);
    }
    scopes = *wanted;
  }
  const auto issued = issuer_.issue(client, scopes);
  if (!issued) {
    return refuse({400, "invalid_scope", "At most 16 scope sets of a client may be live at once."},
                  request, address, correlation_id, Reason::scope);
  }
  observe(event::TokenIssued{client->key, std::string{address}, std::string{correlation_id},
                             issued->fresh});
  return token_response(*issued, now);
}

http::Response TokenEndpoint::unauthenticated(const TokenRequest& request, std::string_view address,
                                              std::string_view correlation_id, Reason reason) {
  const auto wait = throttle_.failed(address, request.client_key, platform_.clock().now());
  if (!wait) {
    return refuse({401, "invalid_client", "The client is not known or its secret is wrong."},
                  request, address, correlation_id, reason);
  }
  auto response = refuse({429, "slow_down", "Too many failed attempts. Wait before the next one."},
                         request, address, correlation_id, Reason::throttled);
  return response.header("Retry-After", std::to_string(*wait));
}

http::Response TokenEndpoint::refuse(const OAuthError& error, const TokenRequest& request,
                                     std::string_view address, std::string_view correlation_id,
                                     Reason reason) {
  // An unknown key is text of the caller and is not put into observations.
  const bool known = reason != Reason::unknown_client && reason != Reason::throttled;
  observe(event::TokenRefused{known ? request.client_key : std::string{}, std::string{address},
                              std::string{correlation_id}, reason});
  return error_response(error);
}

}  // namespace vip
