// Access tokens: nothing is verified that the platform did not sign; header and claims are read
// from any bytes. The input is a token, or header and claims in lines of their own.

#include "auth/access_token.h"

#include <string>

#include "auth/token_request.h"
#include "auth/token_verifier.h"
#include "core/bytes.h"
#include "fuzz_targets.h"
#include "platform/test_platform.h"

namespace vip::fuzz {
namespace {

const TokenIdentity kIdentity{"http://127.0.0.1:8080", "http://127.0.0.1:8080"};

class Tokens {
 public:
  void verify(std::string_view token) const {
    require(!verifier_.verify(token, now()), "what nobody signed is not verified");
    const auto parsed = parse_access_token(token);
    if (!parsed) return;
    require(token.starts_with(parsed->signing_input), "the signed part is the token's beginning");
    const auto rest = token.substr(parsed->signing_input.size());
    require(rest == "." + base64url(parsed->signature), "a signature has one text");
    check(parsed->claims);
  }

  void check(std::string_view claims) const {
    const auto checked = check_claims(claims, kIdentity, now());
    if (!checked.claims) return;
    require(now() < checked.claims->expires, "claims that are accepted have not expired");
    const auto again = check_claims(claims_json(*checked.claims, kIdentity), kIdentity, now());
    require(again.claims && again.claims->id == checked.claims->id &&
                again.claims->client_key == checked.claims->client_key &&
                again.claims->expires == checked.claims->expires,
            "claims that are written are accepted as the same");
  }

  // A header of the platform's own key: only the signature is wrong then.
  std::string own_header() const {
    const auto token = sign_access_token("{}", *platform_->keys()->current());
    return token.substr(0, token.find('.'));
  }

 private:
  Instant now() const { return platform_.clock.now(); }

  test::TestPlatform platform_;
  PlatformTokenVerifier verifier_{*platform_, kIdentity};
};

void read_request(std::string_view body, const char* type) {
  http::RequestHead head;
  head.method = http::Method::post;
  head.path = "/oauth/token";
  head.headers.add("Content-Type", type);
  head.headers.add("Authorization", "Basic " + base64(body.substr(0, 200)));
  for (const auto operation :
       {TokenOperation::issue, TokenOperation::revoke, TokenOperation::introspect}) {
    const auto request = read_token_request(operation, head, body);
    if (!request)
      require(request.error().status >= 400 && !request.error().error.empty(),
              "a refusal has a status and a code");
  }
}

}  // namespace

void token(std::string_view input) {
  static const Tokens tokens;
  static const std::string own_header = tokens.own_header();
  tokens.verify(input);
  const auto end = input.find('\n');
  const auto header = input.substr(0, end);
  const auto claims = end == std::string_view::npos ? input : input.substr(end + 1);
  tokens.check(claims);
  const std::string signature = base64url(std::string(384, 's'));
  tokens.verify(base64url(header) + "." + base64url(claims) + "." + signature);
  tokens.verify(own_header + "." + base64url(claims) + "." + signature);
  read_request(input, "application/json");
  read_request(input, "application/x-www-form-urlencoded");
}

}  // namespace vip::fuzz
