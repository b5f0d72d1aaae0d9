#include "auth/token_endpoint.h"

#include <algorithm>
#include <set>
#include <thread>

#include "auth/test_token_endpoint.h"

namespace vip::test {
namespace {

TEST_F(TokenEndpointTest, BothFormsGiveTheSameToken) {
  const auto documented = ask(post(kJson), json_body(client.key, client.secret));
  ASSERT_EQ(documented.status, 200) << documented.body;
  EXPECT_EQ(member(documented, "token_type"), "Bearer");
  EXPECT_EQ(member(documented, "expires_in"), "86399");  // the clock is a quarter into a second
  EXPECT_EQ(member(documented, "scope"), kScopes);
  EXPECT_EQ(member(documented, "refresh_token"), "");
  EXPECT_EQ(header(documented, "Cache-Control"), "no-store");
  EXPECT_EQ(header(documented, "Pragma"), "no-cache");
  EXPECT_EQ(header(documented, "Content-Type"), "application/json");

  EXPECT_EQ(token(client), member(documented, "access_token"));
  auto basic = post(kForm);
  basic.headers.add("Authorization", "bAsIc " + base64(client.key + ":" + client.secret));
  const auto by_basic = ask(basic, "grant_type=client_credentials");
  EXPECT_EQ(by_basic.body, documented.body);
}

TEST_F(TokenEndpointTest, RefusesByTheRules) {
  struct Row {
    const char* why;
    std::string type, body;
    int status;
    const char* error;
  };
  const auto id = "client_id=" + client.key;
  const auto credentials = id + "&client_secret=" + client.secret;
  const auto granted = "grant_type=client_credentials&" + credentials;
  const Row rows[] = {
      {"no body", kJson, "", 400, "invalid_request"},
      {"not JSON", kJson, "{", 400, "invalid_request"},
      {"an array", kJson, "[]", 400, "invalid_request"},
      {"no members", kJson, "{}", 400, "invalid_request"},
      {"no secret", kJson, R"({"client_id":"x"})", 400, "invalid_request"},
      {"no id", kJson, R"({"client_secret":"x"})", 400, "invalid_request"},
      {"a number", kJson, R"({"client_id":1,"client_secret":"x"})", 400, "invalid_request"},
      {"a name twice", kJson, R"({"client_id":"a","client_id":"a","client_secret":"x"})", 400,
       "invalid_request"},
      {"text after", kJson, json_body(client.key, client.secret) + "x", 400, "invalid_request"},
      {"another grant in JSON", kJson,
       R"({"grant_type":"password","client_id":"a","client_secret":"x"})", 400,
       "unsupported_grant_type"},
      {"another grant", kForm, "grant_type=password&" + credentials, 400, "unsupported_grant_type"},
      {"no grant type", kForm, credentials, 400, "invalid_request"},
      {"an empty grant type", kForm, "grant_type=&" + credentials, 400, "invalid_request"},
      {"a parameter twice", kForm, granted + "&scope=contact:read&scope=contact:read", 400,
       "invalid_request"},
      {"an unknown parameter twice", kForm, granted + "&x=1&x=2", 400, "invalid_request"},
      {"a bad escape", kForm, granted + "&scope=%zz", 400, "invalid_request"},
      {"no credentials", kForm, "grant_type=client_credentials", 401, "invalid_client"},
      {"an id alone", kForm, "grant_type=client_credentials&" + id, 400, "invalid_request"},
      {"a scope the client lacks", kForm, granted + "&scope=patient:create", 400, "invalid_scope"},
      {"one of two lacking", kForm, granted + "&scope=patient:read+patient:create", 400,
       "invalid_scope"},
      {"no scope at all", kForm, granted + "&scope=nonsense", 400, "invalid_scope"},
      {"a quote in the scope", kForm, granted + "&scope=%22", 400, "invalid_scope"},
      {"another media type", "text/plain", granted, 415, "invalid_request"},
      {"no media type", "", granted, 415, "invalid_request"},
      {"a charset alone", "charset=utf-8", "{}", 415, "invalid_request"},
      {"too large", kForm, granted + "&x=" + std::string(17'000, 'x'), 413, "invalid_request"},
  };
  for (const auto& row : rows) {
    const auto response = ask(post(row.type), row.body);
    EXPECT_EQ(response.status, row.status) << row.why << ": " << response.body;
    EXPECT_EQ(member(response, "error"), row.error) << row.why;
    const auto description = member(response, "error_description");
    EXPECT_FALSE(description.empty()) << row.why;
    EXPECT_TRUE(std::all_of(description.begin(), description.end(), [](char c) {
      return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
    })) << row.why;
    EXPECT_EQ(header(response, "Cache-Control"), "no-store") << row.why;
  }
}

TEST_F(TokenEndpointTest, OtherMethodsAndTheUrlAreRefused) {
  auto head = post(kForm);
  head.method = http::Method::get;
  EXPECT_EQ(ask(head, "").status, 405);
  EXPECT_EQ(header(ask(head, ""), "Allow"), "POST, OPTIONS");
  head.method = http::Method::options;
  EXPECT_EQ(ask(head, "").status, 204);
  head = post(kJson);
  head.has_query = true;
  head.query = "client_secret=x";
  EXPECT_EQ(ask(head, json_body(client.key, client.secret)).status, 400);
}

TEST_F(TokenEndpointTest, OneMethodOfAuthenticationOnly) {
  auto head = post(kForm);
  head.headers.add("Authorization", "Basic " + base64(client.key + ":" + client.secret));
  const std::string grant = "grant_type=client_credentials";
  EXPECT_EQ(ask(head, grant).status, 200);
  EXPECT_EQ(ask(head, grant + "&client_id=" + client.key).status, 200);
  EXPECT_EQ(ask(head, grant + "&client_id=other").status, 400);
  EXPECT_EQ(ask(head, grant + "&client_secret=" + client.secret).status, 400);
  head.headers.add("Authorization", "Basic x");
  EXPECT_EQ(ask(head, grant).status, 400);

  struct Row {
    std::string value;
    int status;
  };
  const Row rows[] = {
      {"Basic " + base64(client.key + ":" + client.secret.substr(0, 9) + "%" + "5F" +
                         client.secret.substr(10)),
       401},
      {"Basic !!!", 400},
      {"Basic " + base64("no colon"), 400},
      {"Basic " + base64("a:%zz"), 400},
      {"Basic " + base64("a:b"), 401},
      {"Bearer abc", 401},
  };
  for (const auto& row : rows) {
    auto other = post(kForm);
    other.headers.add("Authorization", row.value);
    const auto response = ask(other, grant);
    EXPECT_EQ(response.status, row.status) << row.value;
    EXPECT_EQ(header(response, "WWW-Authenticate").starts_with("Basic realm="), row.status == 401);
  }
}

TEST_F(TokenEndpointTest, EscapedBasicCredentialsAreDecoded) {
  auto head = post(kForm);
  auto escaped = client.secret;
  escaped.replace(3, 1, "%5F");
  head.headers.add("Authorization", "Basic " + base64(client.key + ":" + escaped));
  EXPECT_EQ(ask(head, "grant_type=client_credentials").status, 200);
}

TEST_F(TokenEndpointTest, ThreeCausesOfFailureLookTheSame) {
  const auto disabled = test::add_client(*platform, kScopes);
  test::change_client(*platform, disabled.id, [](Client& c) { c.disabled = true; });
  const auto other = make_client_secret(Environment::sandbox);
  const auto unknown = ask(post(kJson), json_body("client_test_nobody", other));
  const auto wrong = ask(post(kJson), json_body(client.key, other));
  const auto malformed = ask(post(kJson), json_body(client.key, "guess"));
  const auto off = ask(post(kJson), json_body(disabled.key, disabled.secret));
  EXPECT_EQ(unknown.status, 401);
  for (const auto* response : {&wrong, &malformed, &off}) {
    EXPECT_EQ(response->status, unknown.status);
    EXPECT_EQ(response->headers, unknown.headers);
    EXPECT_EQ(response->body, unknown.body);
  }
  EXPECT_FALSE(header(unknown, "WWW-Authenticate").empty());
}

TEST_F(TokenEndpointTest, TheSameTokenUntilItsLastFiveMinutesAlsoAfterARestart) {
  const auto first = token(client);
  platform.clock.advance(60'000);
  EXPECT_EQ(token(client), first);
  restart();
  EXPECT_EQ(token(client), first);
  platform.clock.advance((24 * 60 - 7) * 60'000LL);
  const auto late = ask(post(kJson), json_body(client.key, client.secret));
  EXPECT_EQ(member(late, "access_token"), first);
  EXPECT_EQ(member(late, "expires_in"), "359");
  platform.clock.advance(60'000);
  const auto next = token(client);
  EXPECT_NE(next, first);
  EXPECT_TRUE(accepts(first));
  EXPECT_TRUE(accepts(next));
  platform.clock.advance(6 * 60'000);
  EXPECT_FALSE(accepts(first));
  EXPECT_TRUE(accepts(next));
}

TEST_F(TokenEndpointTest, ManyFirstCallsAtOnceGetOneToken) {
  std::vector<std::string> tokens(32);
  {
    std::vector<std::jthread> threads;
    for (auto& slot : tokens) threads.emplace_back([&] { slot = token(client); });
  }
  EXPECT_EQ(std::set<std::string>(tokens.begin(), tokens.end()).size(), 1U);
}

TEST_F(TokenEndpointTest, NarrowerScopesHaveTheirOwnTokensAtMostSixteen) {
  const auto whole = token(client);
  const auto narrow = token(client, "contact.addresses:read");
  EXPECT_NE(whole, narrow);
  EXPECT_EQ(token(client, "contact.addresses:read"), narrow);
  EXPECT_EQ(token(client, "patient:read+contact:read"), token(client, "contact:read+patient:read"));
  for (int i = 3; i < 16; ++i) token(client, "contact.r" + std::to_string(i) + ":read");
  const auto response =
      ask(post(kForm), "grant_type=client_credentials&client_id=" + client.key +
                           "&client_secret=" + client.secret + "&scope=contact.one-more:read");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(member(response, "error"), "invalid_scope");
  EXPECT_EQ(token(client), whole) << "existing sets stay valid";
}

TEST_F(TokenEndpointTest, AChangeOfScopesGivesANewToken) {
  const auto before = token(client);
  test::change_client(*platform, client.id,
                      [](Client& c) { c.scopes = *ScopeSet::parse("contact:read"); });
  const auto after = token(client);
  EXPECT_NE(before, after);
  EXPECT_TRUE(accepts(before));
  test::change_client(*platform, client.id,
                      [](Client& c) { c.scopes = *ScopeSet::parse(kScopes); });
  EXPECT_NE(token(client), before);
}

TEST_F(TokenEndpointTest, EitherOfTwoSecretsServesAndARevokedOneDoesNot) {
  const auto second = make_client_secret(Environment::sandbox);
  ClientSecret row{make_uuid_v4(), client.id,
                   secret_mac(platform->secret_key(), client.key, second), platform.clock.now(),
                   std::nullopt};
  platform->change([&](PlatformStore& store) { store.insert(row); });
  const auto first = token(client);
  EXPECT_EQ(token({client.id, client.key, second}), first);
  platform->change([&](PlatformStore& store) { store.set_expiry(row.id, platform.clock.now()); });
  EXPECT_EQ(ask(post(kJson), json_body(client.key, second)).status, 401);
  EXPECT_EQ(token(client), first);
  EXPECT_TRUE(accepts(first)) << "revoking a secret revokes no token";
}

TEST_F(TokenEndpointTest, ProductionDemandsTheAllowList) {
  const auto nowhere = test::add_client(*platform, kScopes, Environment::production);
  const auto office = test::add_client(*platform, kScopes, Environment::production,
                                       {*AddressRange::parse("192.0.2.0/24")});
  const auto body = json_body(office.key, office.secret);
  EXPECT_EQ(ask(post(kJson), json_body(nowhere.key, nowhere.secret)).status, 403);
  EXPECT_EQ(member(ask(post(kJson), body, "198.51.100.1"), "error"), "access_denied");
  EXPECT_EQ(ask(post(kJson), body, "192.0.2.77").status, 200);
  const auto wrong = json_body(office.key, make_client_secret(Environment::production));
  EXPECT_EQ(ask(post(kJson), wrong, "198.51.100.1").status, 401) << "only the client sees the list";
}

TEST_F(TokenEndpointTest, FailuresAreSlowedAndTheGenuineClientIsNot) {
  const auto wrong = json_body(client.key, make_client_secret(Environment::sandbox));
  int slowed = 0;
  http::Response last;
  for (int i = 0; i < 60; ++i) {
    last = ask(post(kJson), wrong);
    if (last.status == 429) ++slowed;
  }
  EXPECT_EQ(slowed, 40);
  EXPECT_GE(std::stoi(header(last, "Retry-After")), 1);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, client.secret)).status, 200);
  EXPECT_EQ(ask(post(kJson), wrong, "192.0.2.1").status, 401);
}

TEST_F(TokenEndpointTest, ADisabledClientsTokensEndForGood) {
  const auto before = token(client);
  const auto end = [](Client& c) {
    c.disabled = true;
    c.tokens_valid_from = Instant{(c.tokens_valid_from.milliseconds / 1000 + 1) * 1000};
  };
  test::change_client(*platform, client.id, [&](Client& c) {
    c.tokens_valid_from = Instant{platform.clock.now().milliseconds / 1000 * 1000};
    end(c);
  });
  EXPECT_FALSE(accepts(before));
  test::change_client(*platform, client.id, [](Client& c) { c.disabled = false; });
  EXPECT_FALSE(accepts(before));
  const auto after = token(client);
  EXPECT_NE(after, before);
  EXPECT_TRUE(accepts(after)) << "a new one is valid within the same second";
}

TEST_F(TokenEndpointTest, RotationKeepsTokensAndAnEmergencyEndsThem) {
  const auto before = token(client);
  const auto kid = platform->keys()->current()->kid;
  EXPECT_NE(platform->rotate_keys(false), kid);
  EXPECT_TRUE(accepts(before));
  EXPECT_EQ(token(client), before);
  EXPECT_EQ(platform->keys()->published().size(), 3U);
  restart();
  EXPECT_EQ(token(client), before);
  platform->rotate_keys(true);
  EXPECT_FALSE(accepts(before));
  EXPECT_EQ(platform->keys()->published().size(), 2U);
  const auto after = token(client);
  EXPECT_NE(after, before);
  EXPECT_TRUE(accepts(after));
}

}  // namespace
}  // namespace vip::test
