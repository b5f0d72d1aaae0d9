// The token endpoint, and those that revoke and explain a token.
//
// Guessing must reveal nothing. An unknown client, a wrong secret and a disabled client take the
// same path: one look-up, one HMAC, two comparisons in constant time (with zeros if there is no
// secret), and the same response bytes. Correct credentials are never throttled, so failures in a
// client's name do not lock it out.

#include "auth/token_endpoint.h"

#include <algorithm>

#include "auth/authenticator.h"
#include "core/json.h"
#include "core/text.h"
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

// Names the first scope that the client lacks, and the closest one that it has.
std::string explain_scope(const std::optional<ScopeSet>& wanted, const ScopeSet& own) {
  if (!wanted || wanted->empty())
    return "scope is not a list of scopes of the form group:action, with a blank between them.";
  const auto& names = wanted->all();
  const auto lacking =
      std::ranges::find_if(names, [&](const auto& scope) { return !own.admits(scope); });
  constexpr std::size_t longest = 100;
  if (lacking->size() > longest) return "The client does not have a requested scope.";
  std::string text = "The client does not have the scope " + *lacking + ".";
  const auto closest = nearest(*lacking, {own.all().begin(), own.all().end()});
  if (!closest.empty()) text.append(" The closest that it has is ").append(closest).append(".");
  return text;
}

}  // namespace

std::optional<TokenOperation> TokenEndpoint::operation_at(std::string_view path) {
  if (path == "/oauth/token") return TokenOperation::issue;
  if (path == "/oauth/revoke") return TokenOperation::revoke;
  if (path == "/oauth/introspect") return TokenOperation::introspect;
  return std::nullopt;
}

http::Response TokenEndpoint::answer(TokenOperation operation, const http::RequestHead& head,
                                     std::string_view body, std::string_view address,
                                     std::string_view correlation_id) {
  constexpr auto kAllow = "POST, OPTIONS";
  if (head.method == http::Method::options) {
    http::Response response;
    response.status = 204;
    return response.header("Allow", kAllow);
  }
  if (head.method != http::Method::post) {
    auto response = error_response({405, "invalid_request", "This path takes POST only."});
    return response.header("Allow", kAllow);
  }
  if (body.size() > kBodyLimit)
    return error_response({413, "invalid_request", "The body may have at most 16 KiB."});
  const Caller caller{address, correlation_id};
  const auto request = read_token_request(operation, head, body);
  if (!request) {
    auto response = refuse(request.error(), {}, caller, Reason::malformed);
    if (request.error().status == 415)
      response.header("Accept", "application/json, application/x-www-form-urlencoded");
    return response;
  }
  try {
    auto client = authenticate(*request, caller);
    if (!client) return std::move(client.error());
    if (operation == TokenOperation::issue) return issue(*client, *request, caller);
    if (operation == TokenOperation::revoke) return revoke(**client, *request, caller);
    return introspect(**client, *request);
  } catch (const std::exception& error) {
    // The disk is full or broken. A token is returned only after it is stored.
    observe(event::StoreFailed{{error, "token endpoint"}, {}});
    auto response = error_response({503, "temporarily_unavailable", "Try again in a moment."});
    return response.header("Retry-After", "1");
  }
}

http::Response TokenEndpoint::refuse(const Problem& problem) {
  const int status = info(problem.code).status;
  OAuthError error{status, "invalid_request", "The body could not be read."};
  if (status == 413) error.description = "The body may have at most 16 KiB.";
  if (status == 415) error.description = "The body may be compressed with gzip only.";
  if (status >= 500) error = {status, "temporarily_unavailable", "Try again in a moment."};
  auto response = error_response(error);
  for (const auto& [name, value] : problem.headers) response.header(name, value);
  return response;
}

tl::expected<std::shared_ptr<const Client>, http::Response> TokenEndpoint::authenticate(
    const TokenRequest& request, const Caller& caller) {
  const auto refused = [](http::Response response) { return tl::unexpected{std::move(response)}; };
  const Instant now = platform_.clock().now();
  const auto tables = platform_.directory().tables();
  auto client = tables->client_by_key(request.client_key);
  const auto credentials = tables->credentials(client ? client->id : Uuid{});
  const auto mac = secret_mac(platform_.secret_key(), request.client_key, request.secret);
  const bool has_form = has_secret_form(request.secret);
  const bool matched = matches(credentials, mac, now) && has_form;
  if (!client) return refused(unauthenticated(request, caller, Reason::unknown_client));
  if (!matched) return refused(unauthenticated(request, caller, Reason::wrong_secret));
  if (client->disabled) return refused(unauthenticated(request, caller, Reason::disabled));
  if (!is_allowed_from(*client, caller.address)) {
    return refused(refuse(
        {403, "access_denied", "The calling address is not on the allow-list of the client."},
        request, caller, Reason::address));
  }
  return client;
}

http::Response TokenEndpoint::issue(const std::shared_ptr<const Client>& client,
                                    const TokenRequest& request, const Caller& caller) {
  auto scopes = client->scopes;
  if (request.scope) {
    const auto wanted =
        is_scope_text(*request.scope) ? ScopeSet::parse(*request.scope) : std::nullopt;
    if (!wanted || wanted->empty() || !client->scopes.admits_all(*wanted)) {
      return refuse({400, "invalid_scope", explain_scope(wanted, client->scopes)}, request, caller,
                    Reason::scope);
    }
    scopes = *wanted;
  }
  const auto issued = issuer_.issue(client, scopes, caller);
  if (!issued) {
    return refuse({400, "invalid_scope", "At most 16 scope sets of a client may be live at once."},
                  request, caller, Reason::scope);
  }
  observe(event::TokenIssued{client->key, std::string{caller.address},
                             std::string{caller.correlation_id}, issued->fresh});
  return token_response(*issued, platform_.clock().now());
}

// RFC 7009 2.2: a token that is not valid any more needs no revocation.
http::Response TokenEndpoint::revoke(const Client& client, const TokenRequest& request,
                                     const Caller& caller) {
  switch (issuer_.revoke(client, *request.token, caller)) {
    case TokenIssuer::Revoked::of_another_client:
      return error_response(
          {400, "invalid_grant", "The token was issued to another client, which may revoke it."});
    case TokenIssuer::Revoked::too_many: {
      auto response =
          error_response({429, "slow_down", "Too many revocations. Wait before the next one."});
      return response.header("Retry-After", "60");
    }
    case TokenIssuer::Revoked::yes:
      observe(event::TokenRevoked{client.key, std::string{caller.address},
                                  std::string{caller.correlation_id}});
      break;
    case TokenIssuer::Revoked::not_valid:
      break;
  }
  return json_response(200, "{}");
}

// RFC 7662 2.2: of a token that is not valid, or not this client's, nothing else is said.
http::Response TokenEndpoint::introspect(const Client& client, const TokenRequest& request) {
  const auto claims = verifier_.verify(*request.token, platform_.clock().now());
  const bool active = claims && (*claims)->client_key == client.key &&
                      (*claims)->issued >= client.tokens_valid_from;
  if (!active) return json_response(200, R"({"active":false})");
  const auto& identity = issuer_.identity();
  std::string body;
  json::Writer writer{body};
  writer.begin_object().key("active").boolean(true);
  writer.key("scope").string((*claims)->scopes.intersect(client.scopes).to_string());
  writer.key("client_id").string(client.key).key("token_type").string("Bearer");
  writer.key("exp").number((*claims)->expires.milliseconds / 1000);
  writer.key("iat").number((*claims)->issued.milliseconds / 1000);
  writer.key("sub").string(client.key).key("aud").string(identity.audience);
  writer.key("iss").string(identity.issuer).key("jti").string((*claims)->id).end_object();
  return json_response(200, std::move(body));
}

http::Response TokenEndpoint::unauthenticated(const TokenRequest& request, const Caller& caller,
                                              Reason reason) {
  const auto wait = throttle_.failed(caller.address, request.client_key, platform_.clock().now());
  if (!wait) {
    return refuse({401, "invalid_client", "The client is not known or its secret is wrong."},
                  request, caller, reason);
  }
  auto response = refuse({429, "slow_down", "Too many failed attempts. Wait before the next one."},
                         request, caller, Reason::throttled);
  return response.header("Retry-After", std::to_string(*wait));
}

http::Response TokenEndpoint::refuse(const OAuthError& error, const TokenRequest& request,
                                     const Caller& caller, Reason reason) {
  // An unknown key is text of the caller and is not put into observations.
  const bool known = reason != Reason::unknown_client && reason != Reason::throttled;
  observe(event::TokenRefused{known ? request.client_key : std::string{},
                              std::string{caller.address}, std::string{caller.correlation_id},
                              reason});
  return error_response(error);
}

}  // namespace vip
