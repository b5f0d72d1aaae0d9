// The documents that clients and other servers use to find the token endpoint and to verify tokens.

#include "auth/wellknown.h"

#include "core/json.h"

namespace vip {
namespace {

// A key is published long before its first signature, so a copy that is five minutes old is
// complete.
constexpr auto kCacheControl = "public, max-age=300";

http::Response document(std::string body) {
  http::Response response;
  response.header("Content-Type", "application/json").header("Cache-Control", kCacheControl);
  response.body = std::move(body);
  return response;
}

}  // namespace

http::Response jwks_response(const KeyRing& keys) {
  std::string body;
  json::Writer writer{body};
  writer.begin_object().key("keys").begin_array();
  for (const auto& key : keys.published()) {
    writer.begin_object().key("kty").string("RSA").key("use").string("sig");
    writer.key("alg").string("RS256").key("kid").string(key.kid);
    writer.key("n").string(key.key.modulus()).key("e").string(key.key.exponent()).end_object();
  }
  writer.end_array().end_object();
  return document(std::move(body));
}

http::Response metadata_response(const std::string& issuer, const std::vector<std::string>& scopes,
                                 MetadataKind kind) {
  std::string body;
  json::Writer writer{body};
  const auto list = [&](std::string_view name, const std::vector<std::string>& values) {
    writer.key(name).begin_array();
    for (const auto& value : values) writer.string(value);
    writer.end_array();
  };
  writer.begin_object().key("issuer").string(issuer);
  writer.key("token_endpoint").string(issuer + "/oauth/token");
  writer.key("jwks_uri").string(issuer + "/.well-known/jwks.json");
  list("response_types_supported", {});  // required by the RFC; there is no authorization endpoint
  list("grant_types_supported", {"client_credentials"});
  for (const std::string_view endpoint : {"token", "revocation", "introspection"}) {
    if (endpoint == "revocation")
      writer.key("revocation_endpoint").string(issuer + "/oauth/revoke");
    if (endpoint == "introspection")
      writer.key("introspection_endpoint").string(issuer + "/oauth/introspect");
    list(std::string{endpoint} + "_endpoint_auth_methods_supported",
         {"client_secret_basic", "client_secret_post"});
  }
  list("scopes_supported", scopes);
  if (kind == MetadataKind::openid) {
    list("subject_types_supported", {"public"});
    list("id_token_signing_alg_values_supported", {"RS256"});
  }
  writer.key("service_documentation").string(issuer + "/docs").end_object();
  return document(std::move(body));
}

}  // namespace vip
