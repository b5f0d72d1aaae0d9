// A clock that was ahead, and is right again.

#include "auth/test_token_endpoint.h"
#include "platform/security_log.h"

namespace vip::test {
namespace {

constexpr std::int64_t kYear = 365 * 86'400'000LL;
constexpr std::int64_t kHours = 3'600'000;

class ClockAheadTest : public TokenEndpointTest {
 protected:
  std::int64_t count(const std::string& table) const {
    return platform->database().read([&](sqlite::Database& database) {
      auto row = database.prepare("SELECT count(*) FROM " + table);
      row.step();
      return row.integer(0);
    });
  }
};

TEST_F(ClockAheadTest, ATokenOfTheFutureIsNotHandedOut) {
  for (const bool restarted : {false, true}) {
    platform.clock.advance(kYear);
    const auto future = token(client);
    const auto narrow = token(client, "contact:read");
    ASSERT_TRUE(accepts(future));
    const PlatformTokenVerifier warm{*platform, kIdentity};
    ASSERT_TRUE(warm.verify(future, platform.clock.now()));
    platform.clock.advance(-kYear);
    EXPECT_FALSE(warm.verify(future, platform.clock.now())) << "also from the cache";
    if (restarted) restart();
    const auto now = token(client);
    EXPECT_NE(now, future);
    EXPECT_TRUE(accepts(now)) << (restarted ? "after a restart" : "at once");
    EXPECT_EQ(token(client), now) << "and stays";
    EXPECT_NE(token(client, "contact:read"), narrow);
    EXPECT_EQ(count("tokens"), 2);
  }
}

TEST_F(ClockAheadTest, SixteenTokensOfTheFutureLeaveRoom) {
  platform.clock.advance(kYear);
  for (int i = 0; i < 16; ++i) token(client, "contact.r" + std::to_string(i) + ":read");
  platform.clock.advance(-kYear);
  EXPECT_TRUE(accepts(token(client)));
}

TEST_F(ClockAheadTest, ALongerLifetimeOfBeforeIsNotHandedOut) {
  const auto day = token(client);
  endpoint = std::make_unique<TokenEndpoint>(*platform, kIdentity, std::chrono::hours{1});
  const auto hour = ask(post(kJson), json_body(client.key, client.secret));
  EXPECT_NE(member(hour, "access_token"), day);
  EXPECT_LE(std::stoi(member(hour, "expires_in")), 3600);
}

TEST_F(ClockAheadTest, AClientWhoseTokensWereEndedInTheFutureGetsNewOnes) {
  const auto before = token(client);
  platform.clock.advance(kYear);
  change_client(*platform, client.id,
                [&](Client& c) { c.tokens_valid_from = platform.clock.now(); });
  platform.clock.advance(-kYear);
  EXPECT_FALSE(accepts(before));
  const auto after = token(client);
  EXPECT_TRUE(accepts(after));
  EXPECT_EQ(token(client), after);
  EXPECT_FALSE(accepts(before)) << "what was ended stays so";
}

TEST_F(ClockAheadTest, KeysAndSecretsOfTheFutureEnd) {
  platform.clock.advance(kYear);
  platform->rotate_keys(false);
  const auto old = platform->records().secrets.front().id;
  const auto second = make_client_secret(Environment::sandbox);
  platform->change([&](PlatformStore& store) {
    store.set_expiry(old, Instant{platform.clock.now().milliseconds + 24 * kHours});
    store.insert(ClientSecret{make_uuid_v4(), client.id,
                              secret_mac(platform->secret_key(), client.key, second),
                              platform.clock.now(), std::nullopt});
  });
  platform.clock.advance(-kYear);
  ASSERT_EQ(platform->keys()->published().size(), 3U);
  restart();
  EXPECT_EQ(ask(post(kJson), json_body(client.key, client.secret)).status, 200);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, second)).status, 200);
  platform.clock.advance(25 * kHours);
  restart();
  EXPECT_EQ(platform->keys()->published().size(), 2U) << "the retired key is ended";
  EXPECT_EQ(ask(post(kJson), json_body(client.key, client.secret)).status, 401);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, second)).status, 200);
}

TEST_F(ClockAheadTest, ARevokedTokenOfTheFutureNeverComesAlive) {
  platform.clock.advance(kYear);
  const auto future = token(client);
  auto head = post(kForm);
  head.path = "/oauth/revoke";
  const auto body =
      "token=" + future + "&client_id=" + client.key + "&client_secret=" + client.secret;
  ASSERT_EQ(ask(head, body).status, 200);
  platform.clock.advance(-kYear);
  restart();
  token(client);
  platform.clock.advance(kYear);
  EXPECT_FALSE(accepts(future));
}

TEST_F(ClockAheadTest, FailuresOfTheFutureAreForgottenInAMinute) {
  platform.clock.advance(kYear);
  for (int i = 0; i < 30; ++i) ask(post(kJson), json_body(client.key, "wrong"));
  platform.clock.advance(-kYear);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, "wrong")).status, 429);
  platform.clock.advance(60'000);
  EXPECT_EQ(ask(post(kJson), json_body(client.key, "wrong")).status, 401);
}

// The token and its security event are stored together.
TEST_F(TokenEndpointTest, WhatCannotBeAuditedIsNotIssuedOrRevoked) {
  const auto first = token(client);
  platform->database().transact([](sqlite::Database& database) {
    database.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON security_events "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
  });
  EXPECT_EQ(token(client), first) << "an issued one is no event";
  const auto narrow = "grant_type=client_credentials&client_id=" + client.key +
                      "&client_secret=" + client.secret + "&scope=contact:read";
  EXPECT_EQ(ask(post(kForm), narrow).status, 503);
  auto head = post(kForm);
  head.path = "/oauth/revoke";
  const auto revoke =
      "token=" + first + "&client_id=" + client.key + "&client_secret=" + client.secret;
  EXPECT_EQ(ask(head, revoke).status, 503);
  EXPECT_TRUE(accepts(first));
  platform->database().transact(
      [](sqlite::Database& database) { database.execute("DROP TRIGGER full"); });
  EXPECT_EQ(ask(post(kForm), narrow).status, 200);
  EXPECT_EQ(ask(head, revoke).status, 200);
  EXPECT_FALSE(accepts(first));
  EXPECT_EQ(SecurityLog{platform->database()}.size().events, 3);
}

TEST_F(TokenEndpointTest, AClientCanRevokeOnlySoManyTokensAMinute) {
  auto head = post(kForm);
  head.path = "/oauth/revoke";
  int done = 0;
  http::Response last;
  for (int i = 0; i < 40; ++i) {
    last = ask(head, "token=" + token(client) + "&client_id=" + client.key +
                         "&client_secret=" + client.secret);
    if (last.status == 200) ++done;
  }
  EXPECT_EQ(done, TokenIssuer::kRevocations);
  EXPECT_EQ(last.status, 429);
  EXPECT_FALSE(header(last, "Retry-After").empty());
  const auto other = add_client(*platform, kScopes);
  EXPECT_EQ(ask(head, "token=" + token(other) + "&client_id=" + other.key +
                          "&client_secret=" + other.secret)
                .status,
            200)
      << "each client by itself";
}

}  // namespace
}  // namespace vip::test
