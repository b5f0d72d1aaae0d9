#include "auth/authenticator.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "auth/token_issuer.h"
#include "auth/token_verifier.h"
#include "auth/wellknown.h"
#include "core/bytes.h"
#include "core/json.h"
#include "platform/test_platform.h"

namespace vip {
namespace {

const TokenIdentity kApiIdentity{"https://api.example", "https://api.example"};

class AuthenticatorTest : public ::testing::Test {
 protected:
  std::string token() {
    return issuer.issue(platform->directory().client(client.id), *ScopeSet::parse(kScopes), {})
        ->token;
  }
  static http::Headers bearer(const std::string& value) {
    http::Headers headers;
    headers.add("Authorization", "Bearer " + value);
    return headers;
  }
  // A token with any header and claims, signed with the platform's real key.
  std::string forged(const std::string& header, const std::string& claims) {
    const auto input = base64url(header) + "." + base64url(claims);
    return input + "." + base64url(platform->keys()->current()->key.sign(input));
  }
  std::string true_header() {
    return R"({"alg":"RS256","kid":")" + platform->keys()->current()->kid + R"(","typ":"at+jwt"})";
  }
  std::string claims_with(const std::string& edit_from, const std::string& edit_to) {
    const auto now = platform.clock.now().milliseconds / 1000 * 1000;
    auto text = claims_json(
        {client.key, *ScopeSet::parse(kScopes), Instant{now}, Instant{now + 3'600'000}, "id"},
        kApiIdentity);
    if (edit_from.empty()) return text;
    const auto at = text.find(edit_from);
    EXPECT_NE(at, std::string::npos) << edit_from;
    return text.replace(at, edit_from.size(), edit_to);
  }
  std::string seconds(std::int64_t offset) {
    return std::to_string(platform.clock.now().milliseconds / 1000 + offset);
  }
  Uuid add_tenant(Environment environment = Environment::sandbox) {
    TenantRecord record;
    record.tenant.id = make_uuid_v4();
    record.tenant.name = "Practice";
    record.tenant.environment = environment;
    platform->change([&](PlatformStore& store) {
      const Party customer{make_uuid_v4(), to_string(record.tenant.id), platform.clock.now()};
      store.insert_customer(customer);
      record.tenant.customer = customer.id;
      store.insert(record);
    });
    return record.tenant.id;
  }
  Uuid add_grant(const Uuid& tenant, std::optional<Instant> expires = {},
                 std::optional<ScopeSet> narrowed = {}) {
    GrantRecord record{make_uuid_v4(),
                       {client.id, tenant, "A. Owner", platform.clock.now(), expires, narrowed},
                       {}};
    platform->change([&](PlatformStore& store) { store.insert(record); });
    return record.id;
  }
  Result<TenantAccess> admit(const std::string& tenant) {
    auto headers = bearer(token());
    headers.add("tenant-id", tenant);
    return authenticator.admit(*authenticator.authenticate(headers, "127.0.0.1"), headers);
  }

  static constexpr auto kScopes = "contact:pii contact:read patient:read";
  test::TestPlatform platform;
  test::TestClient client = test::add_client(*platform, kScopes);
  TokenIssuer issuer{*platform, kApiIdentity, std::chrono::hours{24}};
  PlatformTokenVerifier verifier{*platform, kApiIdentity};
  Authenticator authenticator{platform->directory(), verifier, platform.clock};
};

TEST_F(AuthenticatorTest, ReadsTheHeaderStrictly) {
  struct Row {
    const char* why;
    std::vector<std::string> values;
    ErrorCode code;
    const char* challenge;
  };
  constexpr auto kBare = "Bearer realm=\"vip\"";
  constexpr auto kInvalid = "Bearer realm=\"vip\", error=\"invalid_token\"";
  const auto good = token();
  const Row rows[] = {
      {"none", {}, errors::token_missing, kBare},
      {"empty", {""}, errors::token_missing, kBare},
      {"another scheme", {"Basic abc"}, errors::token_missing, kBare},
      {"a longer word", {"Bearers " + good}, errors::token_missing, kBare},
      {"the bare token", {good}, errors::token_missing, kBare},
      {"no token", {"Bearer"}, errors::token_invalid, kInvalid},
      {"blank token", {"Bearer   "}, errors::token_invalid, kInvalid},
      {"twice", {"Bearer " + good, "Bearer " + good}, errors::token_invalid, kInvalid},
      {"rubbish", {"Bearer abc"}, errors::token_invalid, kInvalid},
      {"two in one", {"Bearer " + good + " " + good}, errors::token_invalid, kInvalid},
      {"cut", {"Bearer " + good.substr(0, good.size() - 5)}, errors::token_invalid, kInvalid},
  };
  for (const auto& row : rows) {
    http::Headers headers;
    for (const auto& value : row.values) headers.add("authorization", value);
    const auto caller = authenticator.authenticate(headers, "127.0.0.1");
    ASSERT_FALSE(caller) << row.why;
    EXPECT_EQ(caller.error().code, row.code) << row.why;
    ASSERT_EQ(caller.error().headers.size(), 1U) << row.why;
    EXPECT_EQ(caller.error().headers[0].second, row.challenge) << row.why;
  }
  for (const auto* scheme : {"Bearer ", "bearer ", "BEARER   "}) {
    http::Headers headers;
    headers.add("Authorization", scheme + good);
    EXPECT_TRUE(authenticator.authenticate(headers, "127.0.0.1")) << scheme;
  }
}

TEST_F(AuthenticatorTest, OnlyTokensOfThePlatformAreAccepted) {
  const auto kid = platform->keys()->current()->kid;
  const auto good = claims_with("", "");
  ASSERT_TRUE(verifier.verify(forged(true_header(), good), platform.clock.now()));
  const auto stranger = RsaKey::generate();
  const auto input = base64url(true_header()) + "." + base64url(good);
  const auto with_header = [&](const std::string& header) { return forged(header, good); };
  const auto with_claims = [&](const std::string& from, const std::string& to) {
    return forged(true_header(), claims_with(from, to));
  };
  const std::pair<const char*, std::string> rows[] = {
      {"another's signature", input + "." + base64url(stranger.sign(input))},
      {"no signature", input + "."},
      {"alg none", base64url(R"({"alg":"none","kid":")" + kid + R"(","typ":"at+jwt"})") + "." +
                       base64url(good) + "."},
      {"HS256", with_header(R"({"alg":"HS256","kid":")" + kid + R"(","typ":"at+jwt"})")},
      {"PS256", with_header(R"({"alg":"PS256","kid":")" + kid + R"(","typ":"at+jwt"})")},
      {"typ JWT", with_header(R"({"alg":"RS256","kid":")" + kid + R"(","typ":"JWT"})")},
      {"no typ", with_header(R"({"alg":"RS256","kid":")" + kid + R"("})")},
      {"no kid", with_header(R"({"alg":"RS256","typ":"at+jwt"})")},
      {"unknown kid", with_header(R"({"alg":"RS256","kid":"x","typ":"at+jwt"})")},
      {"only jku", with_header(R"({"alg":"RS256","jku":"https://x.example/jwks","typ":"at+jwt"})")},
      {"crit",
       with_header(R"({"alg":"RS256","crit":["x"],"kid":")" + kid + R"(","typ":"at+jwt"})")},
      {"alg twice",
       with_header(R"({"alg":"RS256","alg":"none","kid":")" + kid + R"(","typ":"at+jwt"})")},
      {"four parts", forged(true_header(), good) + ".x"},
      {"padding", forged(true_header(), good) + "="},
      {"no JSON in the claims", forged(true_header(), "x")},
      {"no iss", with_claims(R"("iss":"https://api.example",)", "")},
      {"another iss",
       with_claims(R"("iss":"https://api.example")", R"("iss":"https://api.example/")")},
      {"no aud", with_claims(R"("aud":"https://api.example",)", "")},
      {"another aud",
       with_claims(R"("aud":"https://api.example")", R"("aud":["https://other.example"])")},
      {"no sub", with_claims(R"("sub":)", R"("sab":)")},
      {"no client_id", with_claims(R"("client_id":)", R"("clientid":)")},
      {"sub of another", with_claims(R"("sub":"client)", R"("sub":"clienta)")},
      {"no jti", with_claims(R"("jti":)", R"("jtj":)")},
      {"no iat", with_claims(R"("iat":)", R"("iaa":)")},
      {"no exp", with_claims(R"("exp":)", R"("exx":)")},
      {"exp as text",
       with_claims(R"("exp":)" + seconds(3600), R"("exp":")" + seconds(3600) + "\"")},
      {"expired this second", with_claims(R"("exp":)" + seconds(3600), R"("exp":)" + seconds(0))},
      {"from the future", with_claims(R"("iat":)" + seconds(0), R"("iat":)" + seconds(62))},
      {"not before later", with_claims(R"("jti")", R"("nbf":)" + seconds(62) + R"(,"jti")")},
      {"nbf as text", with_claims(R"("jti")", R"("nbf":"x","jti")")},
  };
  for (const auto& [why, token] : rows)
    EXPECT_FALSE(verifier.verify(token, platform.clock.now())) << why;
  for (const auto& token :
       {with_claims(R"("iat":)" + seconds(0), R"("iat":)" + seconds(59)),
        with_claims(R"("aud":"https://api.example")", R"("aud":["x","https://api.example"])"),
        with_header(R"({"jku":"https://x.example","alg":"RS256","kid":")" + kid +
                    R"(","typ":"application/at+jwt"})")})
    EXPECT_TRUE(verifier.verify(token, platform.clock.now()));
}

TEST_F(AuthenticatorTest, ACachedTokenStillExpiresAndIsRevoked) {
  const auto good = token();
  EXPECT_TRUE(verifier.verify(good, platform.clock.now()));
  EXPECT_TRUE(verifier.verify(good, platform.clock.now()));
  EXPECT_FALSE(verifier.verify(good, Instant{platform.clock.now().milliseconds + 24 * 3'600'000}));
  platform->rotate_keys(true);
  EXPECT_FALSE(verifier.verify(good, platform.clock.now()));
}

TEST_F(AuthenticatorTest, TheClientIsLookedUpAtEveryCall) {
  const auto headers = bearer(token());
  const auto scopes = [&] {
    return authenticator.authenticate(headers, "127.0.0.1")->scopes().to_string();
  };
  EXPECT_EQ(scopes(), kScopes);
  test::change_client(*platform, client.id,
                      [](Client& c) { c.scopes = *ScopeSet::parse("contact.addresses:read"); });
  EXPECT_EQ(scopes(), "contact.addresses:read");
  test::change_client(*platform, client.id,
                      [](Client& c) { c.scopes = *ScopeSet::parse("contact:read location:read"); });
  EXPECT_EQ(scopes(), "contact:read") << "a scope that is added later is not in an earlier token";
  test::change_client(*platform, client.id,
                      [](Client& c) { c.allow_list = {*AddressRange::parse("192.0.2.1")}; });
  EXPECT_EQ(authenticator.authenticate(headers, "127.0.0.1").error().code,
            errors::address_not_allowed);
  EXPECT_TRUE(authenticator.authenticate(headers, "192.0.2.1"));
  test::change_client(*platform, client.id, [](Client& c) { c.disabled = true; });
  EXPECT_EQ(authenticator.authenticate(headers, "192.0.2.1").error().code, errors::token_invalid);
}

TEST_F(AuthenticatorTest, AdmitsToGrantedTenantsOnly) {
  const auto granted = add_tenant();
  const auto foreign = add_tenant();
  const auto production = add_tenant(Environment::production);
  const auto grant = add_grant(granted);
  add_grant(production);
  ASSERT_TRUE(admit(to_string(granted)));
  auto upper = to_string(granted);
  for (auto& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(admit(upper));
  EXPECT_EQ(admit(to_string(granted))->tenant().id, granted);
  const auto unknown = admit(to_string(make_uuid_v4()));
  const auto not_granted = admit(to_string(foreign));
  EXPECT_EQ(unknown.error().code, errors::tenant_not_granted);
  EXPECT_EQ(not_granted.error().code, unknown.error().code);
  EXPECT_EQ(not_granted.error().detail, unknown.error().detail);
  EXPECT_EQ(admit(to_string(production)).error().code, errors::tenant_not_granted);
  platform->change([&](PlatformStore& store) { store.revoke_grant(grant, platform.clock.now()); });
  EXPECT_EQ(admit(to_string(granted)).error().code, errors::tenant_not_granted);
}

TEST_F(AuthenticatorTest, AGrantMayExpireAndNarrow) {
  const auto tenant = add_tenant();
  add_grant(tenant, Instant{platform.clock.now().milliseconds + 1000},
            *ScopeSet::parse("contact.addresses:read billing:read"));
  EXPECT_EQ(admit(to_string(tenant))->scopes().to_string(), "contact.addresses:read");
  EXPECT_EQ(admit(to_string(tenant))->caller().scopes().to_string(), kScopes);
  platform.clock.advance(1000);
  EXPECT_EQ(admit(to_string(tenant)).error().code, errors::tenant_not_granted);
}

TEST_F(AuthenticatorTest, TheTenantHeaderOccursOnceAndIsAUuid) {
  const auto caller = authenticator.authenticate(bearer(token()), "127.0.0.1");
  struct Row {
    std::vector<std::string> values;
    ErrorCode code;
  };
  const auto id = to_string(make_uuid_v4());
  const Row rows[] = {{{}, errors::tenant_id_missing},
                      {{id, id}, errors::tenant_id_repeated},
                      {{""}, errors::tenant_id_malformed},
                      {{"../x"}, errors::tenant_id_malformed},
                      {{id + "," + id}, errors::tenant_id_malformed},
                      {{"{" + id + "}"}, errors::tenant_id_malformed}};
  for (const auto& row : rows) {
    http::Headers headers;
    for (const auto& value : row.values) headers.add("Tenant-Id", value);
    const auto access = authenticator.admit(*caller, headers);
    ASSERT_FALSE(access);
    EXPECT_EQ(access.error().code, row.code);
    ASSERT_EQ(access.error().errors.size(), 1U);
    EXPECT_EQ(access.error().errors[0].name, "Tenant-Id");
  }
}

TEST_F(AuthenticatorTest, TheKeySetIsPublicAndVerifies) {
  const auto response = jwks_response(*platform->keys());
  const auto document = json::parse(response.body);
  ASSERT_TRUE(document);
  const auto& keys = document->find("keys")->items;
  EXPECT_EQ(keys.size(), 2U) << "the current one and the next one";
  for (const auto& key : keys) {
    EXPECT_EQ(key.find("alg")->text, "RS256");
    EXPECT_EQ(from_base64url(key.find("n")->text)->size(), 384U);
    for (const auto* secret : {"d", "p", "q", "dp", "dq", "qi", "k"})
      EXPECT_EQ(key.find(secret), nullptr);
  }
  const auto metadata =
      json::parse(metadata_response("https://api.example", {"contact:read"}).body);
  EXPECT_EQ(metadata->find("issuer")->text, "https://api.example");
  EXPECT_EQ(metadata->find("token_endpoint")->text, "https://api.example/oauth/token");
}

TEST_F(AuthenticatorTest, TheDatabaseHasNoSecretInPlainText) {
  token();
  platform.platform.reset();
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator{platform.directory.path()}) {
    std::ifstream file{entry.path(), std::ios::binary};
    all.append(std::istreambuf_iterator<char>{file}, {});
  }
  EXPECT_EQ(all.find(client.secret), std::string::npos);
  EXPECT_EQ(all.find("PRIVATE KEY"), std::string::npos);
  EXPECT_EQ(all.find("eyJhbGci"), std::string::npos) << "the beginning of a token";
}

}  // namespace
}  // namespace vip
