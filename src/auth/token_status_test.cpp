// Revocation, introspection, and tokens that refer to their scopes.

#include "auth/test_token_endpoint.h"

namespace vip::test {
namespace {

http::RequestHead post_to(const std::string& path) {
  auto head = post(kForm);
  head.path = path;
  return head;
}

std::string about(const test::TestClient& who, const std::string& token) {
  return "token=" + token + "&client_id=" + who.key + "&client_secret=" + who.secret;
}

TEST_F(TokenEndpointTest, ARevokedTokenStaysRevokedAndAnotherTakesItsPlace) {
  const auto first = token(client);
  const auto narrow = token(client, "contact:read");
  ASSERT_TRUE(accepts(first));
  EXPECT_EQ(ask(post_to("/oauth/revoke"), about(client, first)).status, 200);
  EXPECT_FALSE(accepts(first));
  EXPECT_TRUE(accepts(narrow));
  const auto second = token(client);
  EXPECT_NE(second, first);
  EXPECT_TRUE(accepts(second));
  EXPECT_EQ(token(client), second);
  restart();
  EXPECT_FALSE(accepts(first));
  EXPECT_EQ(token(client), second);
  EXPECT_EQ(ask(post_to("/oauth/revoke"), about(client, first)).status, 200) << "again";
  EXPECT_EQ(ask(post_to("/oauth/revoke"), about(client, "nonsense")).status, 200);
  EXPECT_TRUE(accepts(second));
}

TEST_F(TokenEndpointTest, OnlyItsClientRevokesAToken) {
  const auto other = test::add_client(*platform, kScopes);
  const auto mine = token(client);
  const auto refused = ask(post_to("/oauth/revoke"), about(other, mine));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(member(refused, "error"), "invalid_grant");
  EXPECT_EQ(ask(post_to("/oauth/introspect"), about(other, mine)).body, R"({"active":false})");
  auto wrong = client;
  wrong.secret = "wrong";
  EXPECT_EQ(ask(post_to("/oauth/revoke"), about(wrong, mine)).status, 401);
  EXPECT_EQ(ask(post_to("/oauth/introspect"), about(wrong, mine)).status, 401);
  EXPECT_TRUE(accepts(mine));
}

TEST_F(TokenEndpointTest, FailuresOfAllEndpointsCountTogether) {
  auto wrong = client;
  wrong.secret = "wrong";
  const std::string paths[] = {"/oauth/revoke", "/oauth/introspect"};
  int status = 0;
  for (int i = 0; i < 21; ++i) status = ask(post_to(paths[i % 2]), about(wrong, "x")).status;
  EXPECT_EQ(status, 429);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, "wrong")).status, 429);
  EXPECT_EQ(ask(post_to("/oauth/revoke"), about(client, "x")).status, 200)
      << "never the genuine one";
}

TEST_F(TokenEndpointTest, ATokenIsIntrospected) {
  const auto narrow = token(client, "contact:read");
  const auto told = ask(post_to("/oauth/introspect"), about(client, narrow));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(header(told, "Cache-Control"), "no-store");
  EXPECT_EQ(member(told, "scope"), "contact:read");
  EXPECT_EQ(member(told, "client_id"), client.key);
  EXPECT_EQ(member(told, "iss"), kIdentity.issuer);
  EXPECT_EQ(ask(post_to("/oauth/introspect"), "client_id=" + client.key).status, 400);
}

TEST_F(TokenEndpointTest, ScopesThatDoNotFitAreReferredTo) {
  std::string scopes = "patient:read patient.patients:read";
  for (int i = 0; i < 400; ++i) scopes += " contact.resource-" + std::to_string(i) + ":read";
  const auto many = test::add_client(*platform, ScopeSet::parse(scopes)->to_string());
  const auto large = token(many);
  EXPECT_LE(large.size(), TokenIssuer::kLargestToken);
  EXPECT_EQ(token(many), large);
  const auto scope_of = [&] {
    return member(ask(post_to("/oauth/introspect"), about(many, large)), "scope");
  };
  EXPECT_EQ(scope_of(), ScopeSet::parse(scopes)->to_string());
  const auto parsed = parse_access_token(large);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->claims.find("\"scope\""), std::string::npos);
  restart();
  EXPECT_EQ(token(many), large);
  EXPECT_EQ(scope_of(), ScopeSet::parse(scopes)->to_string());
  EXPECT_TRUE(accepts(large));
  // A smaller one lists what it has, without what is implied.
  const auto small = token(many, "patient:read+patient.patients:read");
  EXPECT_NE(parse_access_token(small)->claims.find("\"scope\":\"patient:read\""),
            std::string::npos);
  EXPECT_EQ(member(ask(post_to("/oauth/revoke"), about(many, large)), "error"), "");
  EXPECT_FALSE(accepts(large));
  EXPECT_TRUE(accepts(token(many)));
}

}  // namespace
}  // namespace vip::test
